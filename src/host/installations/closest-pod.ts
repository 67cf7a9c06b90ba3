import type { ApiServer } from '../../model/api-server.ts';
import type { StaticPod } from '../static-pods.ts';
import { isStaticPod } from './is-static-pod.ts';

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

/** Arguments in common, twice, less those that the process has not. */
function scoreOf({ invocations }: StaticPod, own: ReadonlySet<string>): number {
  const scores = invocations.map((invocation) => {
    const texts = [...new Set(invocation.arguments.map(({ text }) => text))];
    const common = texts.filter((text) => own.has(text)).length;
    return 2 * common - (texts.length - common);
  });
  return Math.max(...scores);
}
