import { basename } from '../model/basename.ts';
import type { Invocation } from '../model/invocation.ts';
import { USUAL_PATHS } from '../model/well-known-paths.ts';
import type { HostFiles } from './host-files.ts';
import { manifestFilesIn, type StaticPodFile } from './manifest-files.ts';
import { isRoots } from './process-views.ts';
import type { PathInsideRoot } from './static-pod-path.ts';

/** The files of which kubelets make static pods, in the order they read them. */
export async function staticPodFiles(host: HostFiles): Promise<StaticPodFile[]> {
  const told = await placesTold(host);
  const places = told.length > 0 ? told : USUAL_PATHS.map((path) => ({ view: host.root, path }));
  const unique = new Map(places.map((place) => [`${place.view.base}:${place.path}`, place]));
  return [...unique.values()].flatMap(({ view, path }) => manifestFilesIn(view, path));
}

async function placesTold(host: HostFiles): Promise<PathInsideRoot[]> {
  const kubelets = host.kubelets.filter((kubelet) => isTrusted(kubelet, host));
  if (kubelets.length === 0) return [];
  const { staticPodPathOf } = await import('./static-pod-path.ts');
  return kubelets.flatMap((kubelet) => staticPodPathOf(kubelet, host) ?? []);
}

/**
 * Any user can start a process by the name of kubelet, and one that runs as root (su, sudo) under that name; a pod can
 * have one, too.
 */
function isTrusted({ origin }: Invocation, host: HostFiles): boolean {
  if (origin.kind !== 'process') return false;
  // A copy of a host may lack what tells the user of a process.
  const isUndetermined = host.proc === undefined && origin.uid === null;
  if (!isUndetermined && !isRoots(origin)) return false;
  if (origin.cgroup?.podUid) return false;
  return origin.executable === null || /^(?:kubelet|hyperkube)$/.test(basename(origin.executable));
}
