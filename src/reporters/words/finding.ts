import type { FilePosition } from '../../model/argument.ts';
import { shownArgument } from '../../model/decisive-argument.ts';
import type { Problem } from '../../model/problem.ts';
import type { Finding } from '../../model/report.ts';

/** Where a finding points: the argument that decides, or what starts the server. Undefined for a process alone. */
export function placeOf({
  origin,
  evidence,
  excerpt,
}: Finding): (FilePosition & { endColumn?: number }) | undefined {
  const argument = shownArgument(evidence);
  const path = argument?.path ?? (origin.kind === 'file' ? origin.path : undefined);
  if (path === undefined)
    return origin.kind === 'ps' ? { path: origin.path, line: origin.line, column: 1 } : undefined;
  const span = argument?.span ?? (origin.kind === 'file' ? origin : undefined);
  if (span === undefined) return undefined;
  const { line, column } = span;
  return { path, line, column, ...('length' in span && excerpt && { endColumn: column + span.length }) };
}

/** A server in one line: `kube-apiserver pid 4242`, `Pod kube-system/kube-apiserver container kube-apiserver`. */
export function nameOf({ origin, program }: Finding): string {
  switch (origin.kind) {
    case 'process':
      return `${program} pid ${origin.pid}`;
    case 'ps':
      return `${program} ${origin.pid === null ? `line ${origin.line}` : `pid ${origin.pid}`}`;
    case 'file':
      return [
        origin.object ?? program,
        ...(origin.container === null ? [] : [`container ${origin.container}`]),
      ].join(' ');
    default:
      return origin satisfies never;
  }
}

/**
 * What tells a server from others on later runs: no pid, line or column. Not unique where a host runs several of one
 * program.
 */
export function identityOf({ origin, program }: Finding, host: string | null): string {
  switch (origin.kind) {
    case 'process':
      return ['process', host ?? '', program, origin.executable ?? '', origin.cgroup?.unit ?? ''].join('|');
    case 'ps':
      return ['ps', origin.path, program].join('|');
    case 'file':
      return ['file', origin.path, origin.object ?? '', origin.container ?? '', program].join('|');
    default:
      return origin satisfies never;
  }
}

/** What was found, and what to do where it could not be told; without a full stop at its end. */
export function messageOf({ reason, hint }: Finding): string {
  return (hint === undefined ? reason : `${reason}. ${hint}`).replace(/\.$/, '');
}

/** `path:line:column`, which terminals and editors make a link. */
export function placeWords({ path, line, column }: FilePosition): string {
  return `${path}:${line}:${column}`;
}

/** What could not be read, and what to do, in one line. */
export function problemWords({ path, message, hint }: Problem): string {
  return `${path}: ${message}. ${hint}`;
}
