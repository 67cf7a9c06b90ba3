import type { Cgroup } from '../../model/invocation.ts';

const CONTAINER_ID = /(?:^|[-:./])([0-9a-f]{64})(?=$|[./:])/g;
const POD_UID =
  /pod([0-9a-f]{32}|[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})(?=$|[./:])/g;
const UNIT = /\/([^/]+\.(?:service|scope))(?=\/|$)/;

/**
 * What /proc/PID/cgroup says, of version 1 and 2, in the shapes that kubelets give it with either driver and Docker,
 * containerd, CRI-O and Podman do. What is nested deepest counts: kind runs pods inside a container.
 */
export function parseCgroup(text: string): Cgroup {
  const paths = text.split('\n').map((line) => line.replace(/^\d+:[^:]*:/, ''));
  const containerId = lastIn(paths, CONTAINER_ID);
  const podUid = lastIn(paths.map(ofSystem), POD_UID)?.replaceAll('_', '-') ?? null;
  const unit = containerId === null && podUid === null ? unitIn(paths) : null;
  return { unit, containerId, podUid };
}

/** The first: what is below it, the service has made itself. The services of a user are not those of the system. */
function unitIn(paths: readonly string[]): string | null {
  const [unit = null] = paths.flatMap((path) => UNIT.exec(ofSystem(path))?.[1] ?? []);
  return unit;
}

/** A path up to where a user makes cgroups, by any name, that of a pod too. */
function ofSystem(path: string): string {
  const parts = path.split('/');
  const user = parts.findIndex((part) => part.startsWith('user@') && part.endsWith('.service'));
  return user === -1 ? path : parts.slice(0, user).join('/');
}

/** The last match in the path that has most of them. */
function lastIn(paths: readonly string[], pattern: RegExp): string | null {
  const matches = paths.map((path) => [...path.matchAll(pattern)]);
  const most = matches.reduce((best, one) => (one.length > best.length ? one : best), []);
  return most.at(-1)?.[1] ?? null;
}
