import type { ApiServer } from '../model/api-server.ts';
import { isStaticPodUid } from '../model/process-owner.ts';
import type { StaticPod } from './static-pods.ts';

/** Whether a kubelet can have started a process from these files; true for a process whose cgroup is unknown. */
export function isStaticPod({ invocation: { origin } }: ApiServer, pods: readonly StaticPod[]): boolean {
  if (origin.kind !== 'process') return true;
  // The manifest of a cluster in a container of the host is in there.
  if (origin.nestedIn) return false;
  if (origin.cgroup === undefined) return true;
  const { podUid, containerId, unit } = origin.cgroup;
  const mayBeRoot = origin.uid === 0 || origin.uid === null;
  // Outside a pod, a process is a kubelet's only if root may run it and nothing else is known.
  if (podUid === null) return unit === null && containerId === null && mayBeRoot;
  return isStaticPodUid(podUid) || pods.some(({ uid }) => uid !== undefined && !isStaticPodUid(uid));
}

/** Of several pods with an API server that may have started a process, the one whose arguments are most like its own. */
export function closestPod(server: ApiServer, pods: readonly StaticPod[]): StaticPod | undefined {
  if (!isStaticPod(server, pods)) return undefined;
  const own = new Set(server.invocation.arguments.map(({ text }) => text));
  const scores = new Map(pods.map((pod) => [pod, scoreOf(pod, own)]));
  return pods.reduce<StaticPod | undefined>(
    (best, pod) => (best && (scores.get(best) ?? 0) >= (scores.get(pod) ?? 0) ? best : pod),
    undefined,
  );
}

/** Twice the number of common arguments, minus those that the process lacks. */
function scoreOf({ invocations }: StaticPod, own: ReadonlySet<string>): number {
  const scores = invocations.map((invocation) => {
    const texts = [...new Set(invocation.arguments.map(({ text }) => text))];
    const common = texts.filter((text) => own.has(text)).length;
    return 2 * common - (texts.length - common);
  });
  return Math.max(...scores);
}
