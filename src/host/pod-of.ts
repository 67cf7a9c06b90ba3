import type { ApiServer } from '../model/api-server.ts';
import { isStaticPodUid } from '../model/process-owner.ts';
import { mayAnyHaveStarted } from './nesting.ts';
import type { StaticPod } from './static-pods.ts';

/** Whether a kubelet can have started a process from these files; true for a process whose cgroup is unknown. */
export function isStaticPod({ invocation: { origin } }: ApiServer, pods: readonly StaticPod[]): boolean {
  if (origin.kind !== 'process') return true;
  // That of a cluster in a container of the host, unless a kubelet is there whose files are known.
  if (origin.nestedIn && !pods.some(({ kubelets }) => mayAnyHaveStarted(kubelets, origin))) return false;
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
  const { origin, arguments: args } = server.invocation;
  const own = new Set(args.map(({ text }) => text));
  const possible = pods.filter(
    ({ kubelets }) => origin.kind !== 'process' || mayAnyHaveStarted(kubelets, origin),
  );
  const scores = new Map(possible.map((pod) => [pod, scoreOf(pod, own)]));
  return possible.reduce<StaticPod | undefined>(
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
