import { detect } from '../detection/detect.ts';
import type { ApiServer, SetAside } from '../model/api-server.ts';
import type { Discovery, KubeletState } from '../model/discovery.ts';
import type { Invocation } from '../model/invocation.ts';
import type { Problem } from '../model/problem.ts';
import { isStartedByRoot, isStaticPodUid } from '../model/process-owner.ts';
import { OverBudget } from './budget.ts';
import type { HostFiles } from './host-files.ts';
import { INSTALLATIONS, isContainer } from './installations/index.ts';
import type { HostContext, HowInstalled } from './installations/installation.ts';
import { isOfHost } from './nesting.ts';
import { closestPod, isStaticPod } from './pod-of.ts';
import { releaseOf } from './release-of.ts';
import { processesOf, staticPodFiles, trustedKubelets } from './static-pod-files.ts';
import type { StaticPod } from './static-pods.ts';

/**
 * API servers with what the files of their host add: hidden arguments, what starts them after a restart, where to fix
 * them. Manifests that cannot be read are problems, unless a server that they may start has them among its own.
 */
export async function addHostFiles(discovery: Discovery, host: HostFiles): Promise<Discovery> {
  const { servers } = discovery;
  const context = { ...(await readContext(host)), kubelet: kubeletOf(discovery, host) };
  const isCarried = servers.some((server) => isStaticPod(server, context.staticPods));
  const enriched = new Map<ApiServer, ApiServer | SetAside>();
  for (const server of rootsFirst(servers)) enriched.set(server, await enrich(server, context));
  const detections = servers.map((server) => enriched.get(server) ?? server);
  const notRunning = await notRunningIn(context, servers);
  return {
    ...discovery,
    servers: detections.filter((detection) => detection.kind === 'api-server'),
    setAside: inOrder(
      [...discovery.setAside, ...detections.filter((detection) => detection.kind === 'set-aside')],
      discovery,
    ),
    notRunning,
    kubelet: context.kubelet,
    problems: [...discovery.problems, ...(isCarried ? [] : context.problems)],
    hostFiles: host.root.opened,
    base: host.root.base,
  };
}

/** Only a source that shows every process proves that none of them is a kubelet. */
function kubeletOf({ scan }: Discovery, host: HostFiles): KubeletState {
  if (processesOf(trustedKubelets(host)).some(isOfHost)) return 'running';
  return scan.kubelets && scan.problems.length === 0 && !scan.blindSpot ? 'not running' : 'unknown';
}

/** As their processes were listed. */
function inOrder(setAside: readonly SetAside[], { scan }: Discovery): SetAside[] {
  const origins = scan.invocations.map(({ origin }) => origin);
  const positions = new Map(origins.map((origin, index) => [origin, index]));
  const positionOf = ({ origin }: SetAside) => positions.get(origin) ?? -1;
  return setAside.toSorted((one, other) => positionOf(one) - positionOf(other));
}

/** What is read once for all API servers of a host; YAML only where there is any. */
export async function readContext(host: HostFiles): Promise<Omit<HostContext, 'kubelet'>> {
  const { root } = host;
  const files = await staticPodFiles(host).catch((error: unknown) => {
    root.problems.push(overBudget(error));
    return [];
  });
  const pods = files.length === 0 ? [] : await (await import('./static-pods.ts')).staticPodsOf(files, root);
  // Other pods mention an API server as well, such as the controller manager.
  const staticPods = pods.filter(({ invocations }) => serversAmong(invocations).length > 0);
  return { host, staticPods, problems: root.problems.splice(0) };
}

/** What other users have started may use up time and memory; by then root's own servers are done. */
function rootsFirst(servers: readonly ApiServer[]): ApiServer[] {
  const ofRoot = ({ invocation: { origin } }: ApiServer) =>
    origin.kind === 'process' && isStartedByRoot(origin);
  return [...servers.filter(ofRoot), ...servers.filter((server) => !ofRoot(server))];
}

async function enrich(server: ApiServer, context: HostContext): Promise<ApiServer | SetAside> {
  const { host, staticPods } = context;
  const { installed, problems } = await installationOf(server, context);
  const others = [...(isStaticPod(server, staticPods) ? context.problems : []), ...problems];
  const afterRestart = await resolveAll(serversAmong(installed?.startedBy ?? []), host);
  const enriched: ApiServer = {
    ...server,
    afterRestart: {
      servers: afterRestart,
      shadowed: await resolveAll(serversAmong(installed?.shadowed ?? []), host),
      problems: [
        ...others,
        ...(afterRestart.length === 0 && others.length === 0 ? undetermined(server, installed, host) : []),
      ],
    },
    ...(installed && { whereToFix: installed.whereToFix }),
  };
  const release = releaseOf(enriched, host);
  return resolve(release ? { ...enriched, invocation: { ...server.invocation, release } } : enriched, host);
}

/** How a server came to its host, which is undefined where that is not known, and what could not be read for it. */
async function installationOf(
  server: ApiServer,
  context: HostContext,
): Promise<{ readonly installed?: HowInstalled; readonly problems: readonly Problem[] }> {
  const { problems } = context.host.root;
  try {
    for (const { isLikely, recognise } of INSTALLATIONS) {
      const installed = isLikely(server, context) ? await recognise(server, context) : undefined;
      if (installed) return { installed, problems: problems.splice(0) };
    }
  } catch (error) {
    problems.push(overBudget(error));
  }
  return { problems: problems.splice(0) };
}

/** Any other error is thrown on. */
function overBudget(error: unknown): Problem {
  if (!(error instanceof OverBudget)) throw error;
  return { path: 'its files', message: error.message, hint: 'Check what starts the API server.' };
}

async function resolve(server: ApiServer, host: HostFiles): Promise<ApiServer | SetAside> {
  if (server.hidden?.source === undefined) return server;
  const { resolveHidden } = await import('./resolve-hidden-arguments.ts');
  return resolveHidden(server, host);
}

export async function resolveAll(servers: readonly ApiServer[], host: HostFiles): Promise<ApiServer[]> {
  const resolved = await Promise.all(servers.map((server) => resolve(server, host)));
  return resolved.filter((detection) => detection.kind === 'api-server');
}

/** Files can start anything: what they start is detected as a process is. */
export function serversAmong(invocations: readonly Invocation[]): ApiServer[] {
  return invocations.map(detect).filter((detection) => detection.kind === 'api-server');
}

/** The file that starts a server starts something unrecognised, or there must be such a file and it was not found. */
function undetermined(
  server: ApiServer,
  installed: HowInstalled | undefined,
  { unseen }: HostFiles,
): Problem[] {
  const [started] = installed?.startedBy ?? [];
  if (started?.origin.kind === 'file') {
    const message = 'it starts an unrecognised program';
    return [{ path: started.origin.path, message, hint: 'Check what that program starts.' }];
  }
  const { origin } = server.invocation;
  const podUid = origin.kind === 'process' ? origin.cgroup?.podUid : null;
  if (installed?.isStartedElsewhere) return [];
  const mayHaveFiles = podUid ? isStaticPodUid(podUid) : !isContainer(server);
  if (!mayHaveFiles) return [];
  if (unseen) return [unseen];
  if (!podUid) return [];
  const message = 'no manifest that starts it was found';
  return [{ path: `pod ${podUid}`, message, hint: 'Check where its kubelet reads static pods from.' }];
}

/** The API servers of manifests that no process has come from. */
async function notRunningIn(
  { host, staticPods, kubelet }: HostContext,
  servers: readonly ApiServer[],
): Promise<ApiServer[]> {
  const running = new Set(servers.map((server) => closestPod(server, staticPods)));
  const idle = staticPods.filter((pod) => !running.has(pod));
  if (idle.length === 0) return [];
  const { whereToFixPod } = await import('./installations/static-pod.ts');
  const ofPod = async (pod: StaticPod) =>
    (await serversOfPod(pod, host)).map((server) => ({
      ...server,
      whereToFix: whereToFixPod(server, pod, kubelet),
    }));
  return (await Promise.all(idle.map(ofPod))).flat();
}

/** The API servers that a kubelet starts from one manifest. */
export async function serversOfPod(
  { invocations, shadowed }: StaticPod,
  host: HostFiles,
): Promise<ApiServer[]> {
  const servers = await resolveAll(serversAmong(invocations), host);
  const others = await resolveAll(serversAmong(shadowed), host);
  return servers.map((server) => ({
    ...server,
    afterRestart: { servers: [server], shadowed: others, problems: [] },
  }));
}
