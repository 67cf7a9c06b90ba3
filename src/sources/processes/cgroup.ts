import type { Cgroup } from '../../model/invocation.ts';

const CONTAINER_ID = /(?:^|[-:./])([0-9a-f]{64})(?=$|[./:])/g;
const POD_UID =
  /pod([0-9a-f]{32}|[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})(?=$|[./:])/g;
const UNIT = /\/([^/]+\.(?:service|scope))(?=\/|$)/;

/**
 * Reads /proc/PID/cgroup of version 1 and 2, as kubelets with either driver, Docker, containerd, CRI-O and Podman name
 * cgroups. The deepest one counts: kind runs pods inside a container.
 */
export function parseCgroup(text: string): Cgroup {
  const paths = text.split('\n').map((line) => line.replace(/^\d+:[^:]*:/, ''));
  const containerId = lastIn(paths, CONTAINER_ID);
  const podUid = lastIn(paths.map(ofSystem), POD_UID)?.replaceAll('_', '-') ?? null;
  const unit = containerId === null && podUid === null ? unitIn(paths) : null;
  return { unit, containerId, podUid };
}

/** The first one; those below it were made by the service. Services of users do not count. */
function unitIn(paths: readonly string[]): string | null {
  const [unit = null] = paths.flatMap((path) => UNIT.exec(ofSystem(path))?.[1] ?? []);
  return unit;
}

/** A path up to where a user can make cgroups with any name, such as that of a pod. */
function ofSystem(path: string): string {
  const parts = path.split('/');
  const user = parts.findIndex((part) => part.startsWith('user@') && part.endsWith('.service'));
  return user === -1 ? path : parts.slice(0, user).join('/');
}

/** The last match in the path with the most matches. */
function lastIn(paths: readonly string[], pattern: RegExp): string | null {
  const matches = paths.map((path) => [...path.matchAll(pattern)]);
  const most = matches.reduce((best, one) => (one.length > best.length ? one : best), []);
  return most.at(-1)?.[1] ?? null;
}
