import { findServers, type SearchRequest } from '../find-servers.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Edit } from './plan-file.ts';
import { mayBeWatched, pathsOf } from './servers-to-fix.ts';

export const THIS_HOST: SearchRequest = {
  targets: [],
  root: '/',
  source: 'auto',
  input: undefined,
  isQuiet: true,
};

/**
 * Of files that were named, those that a kubelet of this host ignores because another one describes the same pod, each
 * with the one that counts. A change of such a file makes the kubelet start that one, and the right one again.
 */
export async function ignoredManifests(
  edits: readonly Edit[],
  terminal: Terminal,
): Promise<ReadonlyMap<Edit, string>> {
  if (edits.length === 0) return new Map();
  const { kubelet, servers, notRunning, hostFiles } = await findServers(THIS_HOST, terminal);
  if (kubelet === undefined || !mayBeWatched(kubelet)) return new Map();
  const winners = new Map([...servers, ...notRunning].flatMap(winnersOf));
  const isAt = ({ file: { identity } }: Edit, path: string) =>
    hostFiles?.get(path)?.has(`${identity.dev}:${identity.ino}`) ?? false;
  return new Map(
    edits.flatMap((edit) =>
      [...winners].filter(([path]) => isAt(edit, path)).map(([, winner]) => [edit, winner] as const),
    ),
  );
}

/** The path of each file that is ignored, and that of the one that counts. */
function winnersOf({ afterRestart }: ApiServer): (readonly [string, string])[] {
  const [winner] = afterRestart?.servers.flatMap(pathsOf) ?? [];
  if (winner === undefined) return [];
  return (afterRestart?.shadowed ?? []).flatMap(pathsOf).map((path) => [path, winner] as const);
}
