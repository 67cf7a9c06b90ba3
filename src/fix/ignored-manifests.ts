import type { SearchRequest } from '../find-servers.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Discovery } from '../model/discovery.ts';
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
 * Of files to change, those that a kubelet of this host ignores because another one describes the same pod, each with the
 * one that counts. A change of such a file makes the kubelet start that one, and the right one again.
 */
export function ignoredManifests(
  edits: readonly Edit[],
  { kubelet, servers, notRunning, hostFiles }: Discovery,
): ReadonlyMap<Edit, string> {
  if (kubelet === undefined || !mayBeWatched(kubelet)) return new Map();
  const winners = new Map([...servers, ...notRunning].flatMap(winnersOf));
  // A link to it is the same file.
  return new Map(
    edits.flatMap((edit) => {
      const path = namesOnHost(edit, hostFiles).find((name) => winners.has(name));
      return path === undefined ? [] : [[edit, winners.get(path) ?? ''] as const];
    }),
  );
}

/** The paths by which a file was read on the host, however it was named. */
export function namesOnHost({ file: { identity } }: Edit, hostFiles: Discovery['hostFiles']): string[] {
  const own = `${identity.dev}:${identity.ino}`;
  return [...(hostFiles ?? [])].flatMap(([path, identities]) => (identities.has(own) ? [path] : []));
}

/** The path of each file that is ignored, and that of the one that counts. */
function winnersOf({ afterRestart }: ApiServer): (readonly [string, string])[] {
  const [winner] = afterRestart?.servers.flatMap(pathsOf) ?? [];
  if (winner === undefined) return [];
  return (afterRestart?.shadowed ?? []).flatMap(pathsOf).map((path) => [path, winner] as const);
}
