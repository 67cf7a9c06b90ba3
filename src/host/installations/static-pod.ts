import { closestPod } from '../pod-of.ts';
import { invocationsIn } from './config-file.ts';
import type { RecogniseInstallation } from './installation.ts';
import { generatorOf } from './settings.ts';

/** A manifest that a kubelet reads from the host: kubeadm, kops, GCE, Kubespray, minikube, or by hand. */
export const staticPod: RecogniseInstallation = (server, { host, staticPods }) => {
  const pod = closestPod(server, staticPods);
  if (pod === undefined) return undefined;
  const argv = server.arguments.map(({ text }) => text);
  const { path } = pod.origin;
  const generator = generatorOf(argv, path);
  const file = `the API server pod specification file ${path} on the control plane node`;
  const { kubeadmFile } = generator ?? {};
  return {
    startedBy: [
      ...pod.invocations,
      ...(kubeadmFile === undefined ? [] : invocationsIn(host.root, kubeadmFile, 'kubeadm')),
    ],
    shadowed: pod.shadowed,
    whereToFix: {
      edit:
        pod.shadowed.length === 0 ? file : `${file} (or, if it is a leftover, move it out of that directory)`,
      ...(generator && { generatedFrom: generator.writesFrom }),
    },
  };
};
