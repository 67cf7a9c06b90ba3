import type { FilePosition } from '../../model/argument.ts';
import type { Problem } from '../../model/problem.ts';
import type { Finding, Report } from '../../model/report.ts';
import { findingPosition } from '../words/finding.ts';
import { originFacts } from '../words/origin.ts';

/** What relative paths are relative to; a consumer knows where that is. */
export const SOURCE_ROOT = '%SRCROOT%';

/** A path as a URI: absolute paths with the scheme `file`, others relative to the source root. */
export function sarifFile(path: string) {
  const segments = (path === '-' ? 'stdin' : path)
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  const encoded = segments.map(encodeURIComponent).join('/');
  return path.startsWith('/')
    ? { uri: `file:///${encoded}` }
    : { uri: encoded === '' ? '.' : encoded, uriBaseId: SOURCE_ROOT };
}

export function sarifPosition({
  path,
  line,
  column,
  endColumn,
}: FilePosition & { readonly endColumn?: number }) {
  return {
    artifactLocation: sarifFile(path),
    region: {
      startLine: line,
      startColumn: column,
      ...(endColumn !== undefined && { endLine: line, endColumn }),
    },
  };
}

/** The place of a problem: a file, or a line of it. */
export function sarifPlace({ path, line, column }: Problem): PhysicalLocation {
  return {
    artifactLocation: sarifFile(path),
    ...(line !== undefined && {
      region: { startLine: line, ...(column !== undefined && { startColumn: column }) },
    }),
  };
}

export interface PhysicalLocation {
  readonly artifactLocation: ReturnType<typeof sarifFile>;
  readonly region?: { readonly startLine: number; readonly startColumn?: number };
}

/** Where a finding points in a file, and what its server is part of. */
export function sarifLocation(
  finding: Finding,
  report: Report,
): { physicalLocation?: PhysicalLocation; logicalLocations: readonly object[] } {
  const position = findingPosition(finding);
  const file = position === undefined ? fileOf(finding, report) : undefined;
  return {
    ...(position && { physicalLocation: sarifPosition(position) }),
    ...(file !== undefined && { physicalLocation: { artifactLocation: sarifFile(file) } }),
    logicalLocations: [...hostLocations(report), ...logicalLocations(finding)],
  };
}

/**
 * The arguments of a process come from no file: its executable stands for it, or its entry in /proc.
 * GitHub takes no report with a result that has no physical location, https://github.com/github/codeql-action/issues/1738
 */
function fileOf({ origin }: Finding, { examined }: Report): string | undefined {
  if (origin.kind !== 'process') return undefined;
  if (origin.executable?.startsWith('/')) return origin.executable;
  return examined.source === 'procfs' ? `/proc/${origin.pid}/cmdline` : undefined;
}

/** The cluster and the host. */
export function hostLocations({ cluster, host }: Report) {
  return named({ cluster, host });
}

function named(parts: Readonly<Record<string, string | null>>) {
  return Object.entries(parts).flatMap(([kind, name]) => (name === null ? [] : [{ kind, name }]));
}

/** What a server is part of and the server itself; ids that change with every start are properties, not names. */
function logicalLocations({ origin, program }: Finding) {
  const { unit, podUid, object, containerId, container, pid, uid } = originFacts(origin);
  return [
    ...named({ unit, pod: podUid, object, container: containerId ?? container }),
    origin.kind === 'file'
      ? { kind: 'program', name: program }
      : {
          kind: 'process',
          name: program,
          properties: { pid, ...(origin.kind === 'process' && { uid }) },
        },
  ];
}
