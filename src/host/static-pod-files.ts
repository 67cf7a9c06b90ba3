import { USUAL_PATHS } from '../model/api-server.ts';
import { basename } from '../model/argument.ts';
import { groupBy } from '../model/group-by.ts';
import type { Invocation, ProcessOrigin } from '../model/invocation.ts';
import { isStartedByRoot } from '../model/process-owner.ts';
import { mayStartApiServer } from '../sources/files/worth-reading.ts';
import { decodeForSearch } from '../sources/system/bytes.ts';
import { type HostFiles, ifThere, namesIfDirectory } from './host-files.ts';
import { isOfHost } from './nesting.ts';
import { isFileInsideRoot, type RootFiles, readInsideRoot } from './root-files.ts';
import type { PathInsideRoot } from './static-pod-path.ts';

/** What a kubelet reads at most. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file in a directory of static pods that may start an API server. */
export interface StaticPodFile {
  readonly path: string;
  /** The directory and who sees it: of the files of one, the last with a pod wins. */
  readonly directory: string;
  /** Those known to read it. */
  readonly kubelets: readonly ProcessOrigin[];
  readonly bytes: Buffer;
}

interface Place extends PathInsideRoot {
  readonly kubelets: readonly ProcessOrigin[];
}

/** The files of which kubelets make static pods, in the order they read them. */
export async function staticPodFiles(host: HostFiles): Promise<StaticPodFile[]> {
  const kubelets = trustedKubelets(host);
  const isOwn = ({ origin }: Invocation) => origin.kind !== 'process' || isOfHost(origin);
  const own = kubelets.filter(isOwn);
  // Only a live host shows the files of a container in which there is another cluster.
  const others = host.proc === undefined ? [] : kubelets.filter((kubelet) => !isOwn(kubelet));
  const configured = await configuredPlaces(own, host);
  const usual = USUAL_PATHS.map((path) => ({ view: host.root, path, kubelets: processesOf(own) }));
  const places = [...(configured.length > 0 ? configured : usual), ...(await configuredPlaces(others, host))];
  return [...groupBy(places, ({ view, path }) => [`${view.base}:${path}`]).values()].flatMap((same) =>
    same
      .slice(0, 1)
      .flatMap((place) => manifestFilesIn({ ...place, kubelets: same.flatMap((each) => each.kubelets) })),
  );
}

/** The kubelets of a host, and of clusters in its containers. */
export function trustedKubelets(host: HostFiles): Invocation[] {
  return host.kubelets.filter((kubelet) => isTrusted(kubelet, host));
}

export function processesOf(invocations: readonly Invocation[]): ProcessOrigin[] {
  return invocations.flatMap(({ origin }) => (origin.kind === 'process' ? [origin] : []));
}

async function configuredPlaces(kubelets: readonly Invocation[], host: HostFiles): Promise<Place[]> {
  if (kubelets.length === 0) return [];
  const { staticPodPathOf } = await import('./static-pod-path.ts');
  return kubelets.flatMap((kubelet) => {
    const place = staticPodPathOf(kubelet, host);
    return place ? [{ ...place, kubelets: processesOf([kubelet]) }] : [];
  });
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
function manifestFilesIn({ view, path, kubelets }: Place): StaticPodFile[] {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  if (isFile === undefined) return [];
  const names = isFile ? [] : (namesIfDirectory(view, path) ?? []);
  const paths = isFile
    ? [path]
    : names.filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`);
  return paths.flatMap((file) => {
    const bytes = manifestAt(view, file);
    return bytes === undefined ? [] : [{ path: file, directory: `${view.base}:${path}`, kubelets, bytes }];
  });
}

/** Undefined for one that cannot start an API server. */
function manifestAt(view: RootFiles, path: string): Buffer | undefined {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  const bytes = isFile ? ifThere(view, path, () => readInsideRoot(view, path, MAX_BYTES)) : undefined;
  if (bytes === undefined) return undefined;
  const text = decodeForSearch(bytes);
  // Neither Go's YAML nor its JSON takes a NUL.
  return !text.includes('\0') && mayStartApiServer(path, [text]) ? bytes : undefined;
}
