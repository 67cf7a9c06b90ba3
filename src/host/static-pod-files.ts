import { USUAL_PATHS } from '../model/api-server.ts';
import { basename } from '../model/argument.ts';
import type { Invocation } from '../model/invocation.ts';
import { mayStartApiServer } from '../sources/files/worth-reading.ts';
import { decodeForSearch } from '../sources/system/bytes.ts';
import { type HostFiles, ifThere, namesIfDirectory } from './host-files.ts';
import { isStartedByRoot } from './process-views.ts';
import { isFileInsideRoot, type RootFiles, readInsideRoot } from './root-files.ts';
import type { PathInsideRoot } from './static-pod-path.ts';

/** What a kubelet reads at most. */
const MAX_BYTES = 10 * 1024 * 1024;

/** A file in a directory of static pods that may start an API server. */
export interface StaticPodFile {
  readonly path: string;
  /** The directory and who sees it: of the files of one, the last with a pod wins. */
  readonly directory: string;
  readonly bytes: Buffer;
}

/** The files of which kubelets make static pods, in the order they read them. */
export async function staticPodFiles(host: HostFiles): Promise<StaticPodFile[]> {
  const configured = await configuredPlaces(host);
  const places = configured.length > 0 ? configured : USUAL_PATHS.map((path) => ({ view: host.root, path }));
  const unique = new Map(places.map((place) => [`${place.view.base}:${place.path}`, place]));
  return [...unique.values()].flatMap(({ view, path }) => manifestFilesIn(view, path));
}

async function configuredPlaces(host: HostFiles): Promise<PathInsideRoot[]> {
  const kubelets = trustedKubelets(host);
  if (kubelets.length === 0) return [];
  const { staticPodPathOf } = await import('./static-pod-path.ts');
  return kubelets.flatMap((kubelet) => staticPodPathOf(kubelet, host) ?? []);
}

/** The kubelets that start the static pods of a host. */
export function trustedKubelets(host: HostFiles): Invocation[] {
  return host.kubelets.filter((kubelet) => isTrusted(kubelet, host));
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
function manifestFilesIn(view: RootFiles, path: string): StaticPodFile[] {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  if (isFile === undefined) return [];
  const names = isFile ? [] : (namesIfDirectory(view, path) ?? []);
  const paths = isFile
    ? [path]
    : names.filter((name) => !name.startsWith('.')).map((name) => `${path}/${name}`);
  return paths.flatMap((file) => readManifest(view, file, `${view.base}:${path}`));
}

function readManifest(view: RootFiles, path: string, directory: string): StaticPodFile[] {
  const isFile = ifThere(view, path, () => isFileInsideRoot(view, path));
  const bytes = isFile ? ifThere(view, path, () => readInsideRoot(view, path, MAX_BYTES)) : undefined;
  if (bytes === undefined) return [];
  const text = decodeForSearch(bytes);
  // Neither Go's YAML nor its JSON takes a NUL.
  return !text.includes('\0') && mayStartApiServer(path, [text]) ? [{ path, directory, bytes }] : [];
}
