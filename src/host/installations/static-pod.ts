import type { ApiServer, WhereToFix } from '../../model/api-server.ts';
import type { KubeletState } from '../../model/discovery.ts';
import type { Invocation } from '../../model/invocation.ts';
import type { HostFiles } from '../host-files.ts';
import { closestPod } from '../pod-of.ts';
import type { StaticPod } from '../static-pods.ts';
import type { HostContext, HowInstalled } from './installation.ts';
import { generatorOf, RKE2, RKE2_MANIFESTS } from './settings.ts';

/** A manifest that a kubelet reads from the host: kubeadm, kops, GCE, Kubespray, minikube, or by hand. */
export async function staticPod(
  server: ApiServer,
  { host, staticPods, kubelet }: HostContext,
): Promise<HowInstalled | undefined> {
  const pod = closestPod(server, staticPods);
  if (pod === undefined) return undefined;
  const { kubeadmFile } = generatorOf(argvOf(server), pod.origin.path) ?? {};
  return {
    startedBy: [
      ...pod.invocations,
      ...(kubeadmFile === undefined ? [] : await configuredIn(kubeadmFile, host)),
    ],
    shadowed: pod.shadowed,
    whereToFix: whereToFixPod(server, pod, kubelet),
  };
}

async function configuredIn(kubeadmFile: string, { root }: HostFiles): Promise<readonly Invocation[]> {
  const { invocationsIn } = await import('./config-file.ts');
  return invocationsIn(root, kubeadmFile, 'kubeadm');
}

/** Where to fix a server that a kubelet starts from a manifest. */
export function whereToFixPod(
  server: ApiServer,
  { origin: { path } }: StaticPod,
  kubelet: KubeletState,
): WhereToFix {
  if (path.includes(RKE2_MANIFESTS)) return RKE2;
  const generator = generatorOf(argvOf(server), path);
  return {
    edit: `the API server pod specification file ${path} on the control plane node`,
    ...(generator && { generatedFrom: generator.writesFrom }),
    ...(kubelet === 'not running' && { afterwards: startKubelet(server) }),
  };
}

/** In an order that never leaves the node without an API server. */
function startKubelet({ invocation: { origin } }: ApiServer): string {
  return origin.kind === 'process'
    ? 'start the kubelet, which restarts the API server by itself if its manifest has changed; leave its container running until then'
    : 'start the kubelet, which starts the API server';
}

function argvOf(server: ApiServer): string[] {
  return server.arguments.map(({ text }) => text);
}
