import { argumentsToRemove } from '../audit/control/kubelet-https-uses.ts';
import { parseFlags } from '../audit/flags/parse-flags.ts';
import { type ApiServer, UNKNOWN_PROGRAM } from '../model/api-server.ts';
import type { Range } from '../model/argument.ts';
import type { ArgumentToRemove } from '../model/control.ts';
import type { KubeletState } from '../model/discovery.ts';

/** An argument to remove that is written in a file. */
export interface ArgumentInFile extends ArgumentToRemove {
  readonly path: string;
  readonly range: Range;
  readonly line: number;
  /** What reads the argument is not known, and may be another program. */
  readonly isOfUnknownProgram: boolean;
}

/** An API server that files start, or that has its arguments from files. */
export interface ServerToFix {
  readonly server: ApiServer;
  readonly toRemove: readonly ArgumentInFile[];
}

/**
 * What the files named start; on a host, what its files will start, and servers whose arguments are in files.
 *
 * @param kubelet whether one may watch the manifests: a change of one that it ignores makes it start that one for a while
 */
export function serversToFix(servers: readonly ApiServer[], kubelet: KubeletState): ServerToFix[] {
  return servers
    .flatMap((server) => [
      server,
      ...(server.afterRestart?.servers ?? []),
      ...(mayBeWatched(kubelet) ? [] : (server.afterRestart?.shadowed ?? [])),
    ])
    .filter((server) => server.invocation.origin.kind === 'file' || isWritten(server))
    .map((server) => ({ server, toRemove: argumentsToRemoveOf(server) }));
}

export function mayBeWatched(kubelet: KubeletState): boolean {
  return kubelet !== 'not running';
}

function isWritten({ arguments: args }: ApiServer): boolean {
  return args.some(({ range }) => range !== undefined);
}

function argumentsToRemoveOf(server: ApiServer): ArgumentInFile[] {
  const { origin, release } = server.invocation;
  const isOfUnknownProgram = server.program === UNKNOWN_PROGRAM;
  return argumentsToRemove(parseFlags(server.arguments, release)).flatMap((each) => {
    const { range, span, path = origin.kind === 'file' ? origin.path : undefined } = each.argument;
    return range === undefined || path === undefined
      ? []
      : [{ ...each, path, range, line: span?.line ?? 1, isOfUnknownProgram }];
  });
}

/** The files that a server is written in. */
export function pathsOf({ invocation, arguments: args }: ApiServer): string[] {
  const own = invocation.origin.kind === 'file' ? [invocation.origin.path] : [];
  return [...new Set([...own, ...args.flatMap(({ path }) => path ?? [])])];
}

/** The files that a server has its arguments from, and those that will start it. */
export function sourcePathsOf(server: ApiServer): string[] {
  return [server, ...(server.afterRestart?.servers ?? [])].flatMap(pathsOf);
}
