import { USUAL_PATHS } from '../model/api-server.ts';
import { basename } from '../model/argument.ts';
import { groupBy } from '../model/group-by.ts';
import type { Invocation, ProcessOrigin } from '../model/invocation.ts';
import { isStartedByRoot } from '../model/process-owner.ts';
import { UNIT_PATHS } from '../sources/files/systemd/unit-names.ts';
import { mayBeApiServerPod } from '../sources/files/worth-reading.ts';
import { decodeForSearch } from '../sources/system/bytes.ts';
import { ifReadable } from '../sources/system/descriptors.ts';
import { type HostFiles, ifThere } from './host-files.ts';
import { KUBEADM_CONFIG, KUBELET_UNIT } from './installations/settings.ts';
import { isOfHost } from './nesting.ts';
import {
  existsInsideRoot,
  identityInsideRoot,
  listUnlessFile,
  type RootFiles,
  readIfFile,
} from './root-files.ts';
import type { PathInsideRoot } from './static-pod-path.ts';

/** What a kubelet reads at most. */
const MAX_BYTES = 10 * 1024 * 1024;

/** What says where the static pods are of a kubelet that does not run. */
const STOPPED_KUBELET = [KUBEADM_CONFIG, ...UNIT_PATHS.map((path) => `${path}/${KUBELET_UNIT}`)];

/** A file in a directory of static pods that may start an API server. */
export interface StaticPodFile {
  readonly path: string;
  /** The directory, whatever its name: of the files of one, the last with a pod wins. */
  readonly directory: string;
  readonly bytes: Buffer;
}

/** The files of which the kubelets of a host make static pods, in the order they read them. */
export async function staticPodFiles(host: HostFiles): Promise<StaticPodFile[]> {
  const places = groupBy(await placesOf(host), ({ view, path }) => [directoryAt(view, path)]);
  return [...places].flatMap(([directory, [place]]) => (place ? manifestFilesIn(place, directory) : []));
}

/**
 * Where static pods are: as the kubelet says that runs, else what will start one; the usual directories only where none of
 * them says anything, which is not known if they cannot be read.
 */
async function placesOf(host: HostFiles): Promise<readonly PathInsideRoot[]> {
  const usual = USUAL_PATHS.map((path) => ({ view: host.root, path }));
  const own = trustedKubelets(host).filter(({ origin }) => origin.kind !== 'process' || isOfHost(origin));
  if (own.length === 0 && !STOPPED_KUBELET.some((path) => existsInsideRoot(host.root, path))) return usual;
  const { staticPodPathOf } = await import('./static-pod-path.ts');
  // It reads units, which no host needs whose kubelet runs.
  const isRunning = processesOf(own).length > 0;
  const stopped = isRunning ? [] : (await import('./stopped-kubelet.ts')).stoppedKubelets(host.root);
  function* kubelets() {
    yield own;
    yield* stopped;
  }
  const { problems } = host.root;
  const before = problems.length;
  for (const some of kubelets()) {
    const places: PathInsideRoot[] = [];
    for (const kubelet of some) {
      const place = await staticPodPathOf(kubelet, host);
      if (place) places.push(place);
    }
    if (places.length > 0 || problems.length > before) return places;
  }
  return usual;
}

/** Whether a host has anything that says where static pods are. */
export function mayHaveStaticPods({ root, kubelets }: HostFiles): boolean {
  return (
    kubelets.length > 0 || [...USUAL_PATHS, ...STOPPED_KUBELET].some((path) => existsInsideRoot(root, path))
  );
}

/** The kubelets of a host, and of clusters in its containers. */
export function trustedKubelets(host: HostFiles): Invocation[] {
  return host.kubelets.filter((kubelet) => isTrusted(kubelet, host));
}

export function processesOf(invocations: readonly Invocation[]): ProcessOrigin[] {
  return invocations.flatMap(({ origin }) => (origin.kind === 'process' ? [origin] : []));
}

/** The same for all paths of one directory. */
function directoryAt(view: RootFiles, path: string): string {
  return ifReadable(() => identityInsideRoot(view, path)) ?? path;
}

/**
 * Any user can start a process by the name of kubelet, and one that runs as root (su, sudo) under that name; a pod can
 * have one, too.
 */
function isTrusted({ origin }: Invocation, host: HostFiles): boolean {
  if (origin.kind !== 'process') return true;
  // A copy of a host may lack the user of a process.
  const isUndetermined = host.proc === undefined && origin.uid === null;
  if (!isUndetermined && !isStartedByRoot(origin)) return false;
  if (origin.cgroup?.podUid) return false;
  return origin.executable === null || /^(?:kubelet|hyperkube)$/.test(basename(origin.executable));
}

/**
 * A kubelet reads every regular file whose name does not begin with a dot, and follows links to such. Its path may also be
 * that of one file. https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/config/file.go
 */
function manifestFilesIn({ view, path }: PathInsideRoot, directory: string): StaticPodFile[] {
  const paths = ifThere(view, path, () => {
    const names = listUnlessFile(view, path)?.filter((name) => !name.startsWith('.'));
    return names?.map((name) => `${path}/${name}`) ?? [path];
  });
  return (paths ?? []).flatMap((file) => {
    const bytes = manifestAt(view, file);
    return bytes === undefined ? [] : [{ path: file, directory, bytes }];
  });
}

/** Undefined for one that cannot start an API server. */
function manifestAt(view: RootFiles, path: string): Buffer | undefined {
  const bytes = ifThere(view, path, () => readIfFile(view, path, MAX_BYTES));
  if (bytes === undefined) return undefined;
  const text = decodeForSearch(bytes);
  // Neither Go's YAML nor its JSON takes a NUL.
  return !text.includes('\0') && mayBeApiServerPod(text) ? bytes : undefined;
}
