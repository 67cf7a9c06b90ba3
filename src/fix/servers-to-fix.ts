import { parseFlags } from '../audit/flags/parse-flags.ts';
import type { Range } from '../model/argument.ts';
import { argumentsToRemove } from '../audit/control/kubelet-https-uses.ts';
import type { ArgumentToRemove } from '../model/control.ts';
import { type ApiServer, UNKNOWN_PROGRAM } from '../model/api-server.ts';

/** An argument to remove that is written in a file. */
export interface WrittenRemoval extends ArgumentToRemove {
  readonly path: string;
  readonly range: Range;
  readonly line: number;
  /** What reads the argument is not known, and may be another program. */
  readonly isOfUnknownProgram: boolean;
}

/** An API server that files start, or that has its arguments from files, with what of them has to go. */
export interface ServerToFix {
  readonly target: ApiServer;
  readonly removals: readonly WrittenRemoval[];
}

/** What the files named start; on a host, what its files will start, and servers whose arguments are in files. */
export function serversToFix(servers: readonly ApiServer[]): ServerToFix[] {
  return servers
    .flatMap((target) => [
      target,
      ...(target.afterRestart?.servers ?? []),
      // What is passed over now comes back when the file before it goes.
      ...(target.afterRestart?.shadowed ?? []),
    ])
    .filter((target) => target.invocation.origin.kind === 'file' || hasWritten(target))
    .map((target) => ({ target, removals: removalsOf(target) }));
}

function hasWritten({ arguments: args }: ApiServer): boolean {
  return args.some(({ range }) => range !== undefined);
}

function removalsOf(target: ApiServer): WrittenRemoval[] {
  const { origin, release } = target.invocation;
  const isOfUnknownProgram = target.program === UNKNOWN_PROGRAM;
  const flags = parseFlags(target.arguments, release);
  return argumentsToRemove(flags).flatMap((removal) => {
    const { range, span, path = origin.kind === 'file' ? origin.path : undefined } = removal.argument;
    return range === undefined || path === undefined
      ? []
      : [{ ...removal, path, range, line: span?.line ?? 1, isOfUnknownProgram }];
  });
}

/** Names a server in the same way before and after its files are changed. */
export function labelOf({ target: { invocation, program } }: ServerToFix): string {
  const { origin } = invocation;
  return origin.kind === 'file'
    ? JSON.stringify([origin.path, origin.object, origin.container])
    : JSON.stringify([origin.kind, origin.pid, program]);
}
