import { detect } from '../detection/detect.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import type { SetAside, ApiServer } from '../model/api-server.ts';
import type { HostFiles } from './host-files.ts';
import { closestPod } from './installations/closest-pod.ts';
import type { HowInstalled, HostContext } from './installations/installation.ts';
import { isOwnUid, isStaticPod } from './installations/is-static-pod.ts';
import { isRoots } from './process-views.ts';
import { installationOf, hostContextOf } from './installation-of.ts';
import type { StaticPod } from './static-pods.ts';

type Detection = ApiServer | SetAside;

/** What the files of a host add to the processes found on it. */
export interface Completed {
  readonly detections: readonly Detection[];
  readonly problems: readonly Problem[];
  /** What manifests would start that no process has come from. */
  readonly notRunning: readonly ApiServer[];
}

/**
 * Processes with what the files of their host add: hidden arguments, what starts them next, where to mend them. Manifests
 * of API servers that do not run are problems, and so are those that cannot be read, unless a server that such a
 * manifest may start has them among its own.
 */
export async function complete(detections: readonly Detection[], host: HostFiles): Promise<Completed> {
  const unread: Problem[] = [];
  const all = await hostContextOf(host, unread);
  const context = { ...all, staticPods: all.staticPods.filter(startsServer) };
  const isCarried = detections.some(
    (detection) => detection.kind === 'api-server' && isStaticPod(detection, context.staticPods),
  );
  const ofHost = isCarried ? [] : [...unread];
  const completed = new Map<Detection, Detection>();
  for (const detection of rootsFirst(detections)) {
    if (detection.kind !== 'api-server') continue;
    completed.set(detection, await completeTarget(detection, context, unread));
  }
  const notRunning = await notRunningIn(context, detections);
  return {
    detections: detections.map((detection) => completed.get(detection) ?? detection),
    problems: [...ofHost, ...notRunning.flatMap(notRunningProblem)],
    notRunning,
  };
}

/** What other users have started may use up time and memory; by then root's own servers are done. */
function rootsFirst(detections: readonly Detection[]): Detection[] {
  const ofRoot = (detection: Detection) => {
    const { origin } = detection.kind === 'api-server' ? detection.invocation : detection;
    return origin.kind === 'process' && isRoots(origin);
  };
  return [...detections.filter(ofRoot), ...detections.filter((detection) => !ofRoot(detection))];
}

/** Other pods speak of an API server as well, such as the controller manager. */
function startsServer({ invocations }: StaticPod): boolean {
  return invocations.some((invocation) => detect(invocation).kind === 'api-server');
}

async function completeTarget(
  server: ApiServer,
  context: HostContext,
  shared: readonly Problem[],
): Promise<Detection> {
  const { host, staticPods } = context;
  const problems = isStaticPod(server, staticPods) ? [...shared] : [];
  const installed = await installationOf(server, context, problems);
  const targets = await serversAmong(installed?.startedBy ?? [], host);
  if (targets.length === 0) problems.push(...undetermined(server, installed));
  return resolve(
    {
      ...server,
      afterRestart: { targets, shadowed: await serversAmong(installed?.shadowed ?? [], host), problems },
      ...(installed && { whereToFix: installed.whereToFix }),
    },
    host,
  );
}

async function resolve(target: ApiServer, host: HostFiles): Promise<Detection> {
  if (target.hidden?.place === undefined) return target;
  const { resolveHidden } = await import('./resolve-hidden-arguments.ts');
  return resolveHidden(target, host);
}

async function serversAmong(invocations: readonly Invocation[], host: HostFiles): Promise<ApiServer[]> {
  const targets = invocations.map(detect).filter((detection) => detection.kind === 'api-server');
  const resolved = await Promise.all(targets.map((target) => resolve(target, host)));
  return resolved.filter((detection) => detection.kind === 'api-server');
}

/** A file that starts a server is known, and what it starts is not; or there has to be one, and it is not to be found. */
function undetermined(server: ApiServer, installed: HowInstalled | undefined): Problem[] {
  const [started] = installed?.startedBy ?? [];
  if (started?.origin.kind === 'file') {
    const message = 'it starts a program that is not known here';
    return [{ path: started.origin.path, message, hint: 'Look at what that starts.' }];
  }
  const { origin } = server.invocation;
  const podUid = origin.kind === 'process' ? origin.cgroup?.podUid : null;
  if (installed?.isStartedElsewhere || !podUid || !isOwnUid(podUid)) return [];
  const message = 'no manifest was found that starts it';
  return [{ path: `pod ${podUid}`, message, hint: 'Look at where its kubelet has static pods.' }];
}

/** Manifests of API servers that no process has come from. */
async function notRunningIn(
  { host, staticPods }: HostContext,
  detections: readonly Detection[],
): Promise<ApiServer[]> {
  const targets = detections.filter((detection) => detection.kind === 'api-server');
  const running = new Set(targets.map((target) => closestPod(target, staticPods)));
  const idle = staticPods.filter((pod) => !running.has(pod)).flatMap((pod) => pod.invocations);
  return serversAmong(idle, host);
}

function notRunningProblem({ invocation: { origin } }: ApiServer): Problem[] {
  if (origin.kind !== 'file') return [];
  const message = 'it starts an API server, and none of those that run has come from it';
  return [{ path: origin.path, message, hint: 'Look at "crictl ps -a" and at the log of the kubelet.' }];
}
