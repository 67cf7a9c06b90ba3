import type { Cgroup } from '../../model/invocation.ts';

const CONTAINER_ID = /(?:^|[-:./])([0-9a-f]{64})(?=$|[./:])/g;
const POD_UID =
  /pod([0-9a-f]{32}|[0-9a-f]{8}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{4}[-_][0-9a-f]{12})(?=$|[./:])/g;
const UNIT = /\/([^/]+\.(?:service|scope))(?=\/|$)/;

/**
 * Reads /proc/PID/cgroup of version 1 and 2, as kubelets with either driver, Docker, containerd, CRI-O and Podman name
 * cgroups. The path that names most of them counts, and in it the innermost: kind runs pods inside a container.
 */
export function parseCgroup(text: string): Cgroup {
  const paths = text.split('\n').map((line) => line.replace(/^\d+:[^:]*:/, ''));
  const { containers, pod } = paths.map(namesIn).reduce((best, one) => (one.count > best.count ? one : best));
  const innermost = containers.at(-1);
  // A pod has processes outside of its containers, too.
  const own = pod && innermost && innermost.index < pod.index ? undefined : innermost;
  const containerId = own?.id ?? null;
  const podUid = pod?.id.replaceAll('_', '-') ?? null;
  const unit = innermost === undefined && podUid === null ? unitIn(paths) : null;
  // Docker in Docker may repeat an id.
  const around = new Set(containers.map(({ id }) => id).filter((id) => id !== containerId));
  return { unit, containerId, podUid, ...(around.size > 0 && { within: [...around] }) };
}

/** The containers in a path, the outermost first, and the innermost pod. */
function namesIn(path: string) {
  const containers = idsIn(path, CONTAINER_ID);
  const pods = idsIn(ofSystem(path), POD_UID);
  return { containers, pod: pods.at(-1), count: containers.length + pods.length };
}

function idsIn(path: string, pattern: RegExp) {
  return [...path.matchAll(pattern)].map(({ index, 1: id = '' }) => ({ index, id }));
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
