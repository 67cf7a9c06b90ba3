import { judgeAlone } from '../audit/judge.ts';
import { startedAt } from '../host/started-at.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Discovery } from '../model/discovery.ts';
import { AuditError } from '../model/problem.ts';
import { isStaticPodUid } from '../model/process-owner.ts';
import type { Finding } from '../model/report.ts';
import { pathsOf, sourcePathsOf } from './servers-to-fix.ts';

/** What has to be known from before a change of files to see that their servers come back. */
export interface Watch {
  /** The changed files. */
  readonly paths: readonly string[];
  /** The API servers that ran before: none of them has come back. */
  readonly before: ReadonlySet<string>;
  /** Those of the files from which a kubelet starts its API server again as soon as they change. */
  readonly manifests: readonly string[];
  /** Those of them whose servers a kubelet is seen to have started: by the cgroup of its pods. */
  readonly inPods: ReadonlySet<string>;
}

export type WaitState = 'back' | 'none' | 'with the flag' | 'not restarted' | 'not all';

/** What runs that the changed files start. */
export interface Look {
  readonly state: WaitState;
  /** The processes that came after the change. */
  readonly started: readonly string[];
  readonly findings: readonly (Finding & { readonly isNew: boolean })[];
  readonly kubelet: Discovery['kubelet'];
  /** Whether a kubelet starts servers from some of the files. */
  readonly isKubelets: boolean;
}

/** Throws an AuditError where nothing would come back: none of the files starts an API server of this host, or no kubelet runs. */
export function watchOf(paths: readonly string[], discovery: Discovery): Watch {
  const running = serversOf(discovery, paths);
  const idle = notRunningOf(discovery, paths);
  if (running.length + idle.length === 0) {
    throw new AuditError(
      'none of the files to change starts an API server on this host; nothing was changed',
      'Omit --wait.',
    );
  }
  const started = [...running.flatMap(manifestsOf), ...idle.flatMap(pathsOf)];
  const manifests = [...new Set(started)].filter((path) => paths.includes(path));
  if (manifests.length > 0 && discovery.kubelet === 'not running') {
    throw new AuditError(
      'no kubelet is running on this host, so the API server would not restart; nothing was changed',
      'Omit --wait, then start the kubelet: it restarts the API server by itself. If its container runs, leave it running until then.',
    );
  }
  const inPods = running.filter(isInStaticPod).flatMap(manifestsOf);
  return { paths, before: new Set(discovery.servers.map(keyOf)), manifests, inPods: new Set(inPods) };
}

/** Whether servers that these files start still have the flag. */
export function hasOldServers(paths: readonly string[], discovery: Discovery): boolean {
  return !serversOf(discovery, paths).every(isClean);
}

/**
 * What runs now. A kubelet starts one API server from a manifest. Others may seem to come from it: where its pods are known,
 * they do not count, and elsewhere not once there is a new one.
 */
export function lookAt(discovery: Discovery, { paths, before, manifests, inPods }: Watch): Look {
  const running = serversOf(discovery, paths);
  const isNew = (server: ApiServer) => !before.has(keyOf(server));
  const isOf = (manifest: string) => (server: ApiServer) => manifestsOf(server).includes(manifest);
  const fromManifests = manifests.map((manifest) => {
    const all = running.filter(isOf(manifest));
    if (inPods.has(manifest)) return all.filter(isInStaticPod);
    const started = all.filter(isNew);
    return started.length > 0 ? started : all;
  });
  const others = running.filter((server) => !manifests.some((manifest) => isOf(manifest)(server)));
  const servers = [...new Set([...fromManifests.flat(), ...others])];
  const hasRestarted = fromManifests.every((all) => all.some(isNew));
  const state = (): WaitState => {
    if (servers.length === 0) return 'none';
    if (!servers.every(isClean)) return 'with the flag';
    if (!hasRestarted) return 'not restarted';
    return notRunningOf(discovery, paths).length === 0 ? 'back' : 'not all';
  };
  return {
    state: state(),
    started: servers.filter(isNew).map(keyOf),
    findings: servers.map((server) => ({ ...judgeAlone(server), isNew: isNew(server) })),
    kubelet: discovery.kubelet,
    isKubelets: manifests.length > 0,
  };
}

function isClean(server: ApiServer): boolean {
  const { status, evidence } = judgeAlone(server);
  return status === 'pass' && evidence.arguments.length === 0;
}

function isInStaticPod({ invocation: { origin } }: ApiServer): boolean {
  const podUid = origin.kind === 'process' ? origin.cgroup?.podUid : undefined;
  return podUid != null && isStaticPodUid(podUid);
}

/** A process, whatever takes its pid after it. */
function keyOf({ invocation: { origin } }: ApiServer): string {
  return origin.kind === 'process' ? `${origin.pid} ${startedAt('/proc', origin.pid)}` : '';
}

/** The static pod manifests that start a server. */
function manifestsOf({ afterRestart }: ApiServer): string[] {
  const origins = (afterRestart?.servers ?? []).map(({ invocation }) => invocation.origin);
  return origins.flatMap((origin) =>
    origin.kind === 'file' && origin.format === 'workload' ? [origin.path] : [],
  );
}

/** The running servers that these files start, or whose arguments are in them; no program that only has the name. */
function serversOf({ servers }: Discovery, paths: readonly string[]): ApiServer[] {
  return servers
    .filter(({ warnings }) => !warnings.some(({ code }) => code === 'executable-differs'))
    .filter((server) => sourcePathsOf(server).some((path) => paths.includes(path)));
}

function notRunningOf({ notRunning }: Discovery, paths: readonly string[]): ApiServer[] {
  return notRunning.filter((server) => pathsOf(server).some((path) => paths.includes(path)));
}
