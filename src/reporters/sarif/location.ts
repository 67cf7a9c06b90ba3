import type { FilePosition } from '../../model/argument.ts';
import type { Finding, Report } from '../../model/report.ts';
import { placeOf } from '../words/finding.ts';
import { sarifLogicalLocations } from './logical-locations.ts';

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

export function sarifPlace({
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

/** Where a finding points in a file, and for a process also what it is part of. */
export function sarifLocation(finding: Finding, report: Report) {
  const place = placeOf(finding);
  const file = place === undefined ? fileOf(finding, report) : undefined;
  return {
    ...(place && { physicalLocation: sarifPlace(place) }),
    ...(file !== undefined && { physicalLocation: { artifactLocation: sarifFile(file) } }),
    logicalLocations: sarifLogicalLocations(finding, report.host),
  };
}

/**
 * A process has its arguments from no file: it is told by its executable, or by what the kernel calls it.
 * GitHub takes no report with a result that has no physical location, https://github.com/github/codeql-action/issues/1738
 */
function fileOf({ origin }: Finding, { examined }: Report): string | undefined {
  if (origin.kind !== 'process') return undefined;
  if (origin.executable?.startsWith('/')) return origin.executable;
  return examined.source === 'procfs' ? `/proc/${origin.pid}/cmdline` : undefined;
}
