import { closestPod } from './closest-pod.ts';
import type { Installation } from './installation.ts';
import { startsIn } from './starts-in.ts';

interface Generator {
  /** Whether a server was set up by it. */
  readonly hasSetUp: (argv: readonly string[], manifest: string) => boolean;
  readonly writesFrom: string;
  /** The file from which kubeadm is run again. */
  readonly kubeadmFile?: string;
}

const GENERATORS: readonly Generator[] = [
  {
    hasSetUp: (_, manifest) => /\/talos-[^/]*$/.test(manifest),
    writesFrom:
      'cluster.apiServer.extraArgs of the Talos machine configuration (talosctl edit machineconfig)',
  },
  {
    hasSetUp: (argv) => argv.some((text) => text.includes('=/etc/srv/kubernetes/')),
    writesFrom: 'the kube-env metadata of the instance',
  },
  {
    hasSetUp: (argv, manifest) =>
      manifest.endsWith('/kube-apiserver.manifest') ||
      argv.some((text) => text.includes('=/srv/kubernetes/')),
    writesFrom: 'spec.kubeAPIServer of the kops cluster',
  },
  {
    hasSetUp: (argv) => argv.some((text) => text.includes('=/var/lib/minikube/certs/')),
    writesFrom: 'the ClusterConfiguration of kubeadm (minikube start --extra-config=apiserver.…)',
    kubeadmFile: '/var/tmp/minikube/kubeadm.yaml',
  },
  {
    hasSetUp: (argv) => argv.some((text) => text.includes('=/etc/kubernetes/ssl/')),
    writesFrom:
      'apiServer.extraArgs of the ClusterConfiguration of kubeadm, which Kubespray writes from kube_kubeadm_apiserver_extra_args',
    kubeadmFile: '/etc/kubernetes/kubeadm-config.yaml',
  },
  {
    hasSetUp: (argv) => argv.some((text) => text.includes('=/etc/kubernetes/pki/apiserver.')),
    writesFrom:
      'apiServer.extraArgs of the ClusterConfiguration of kubeadm (ConfigMap kubeadm-config in kube-system)',
  },
];

/** A manifest that a kubelet reads from the host: kubeadm, kops, GCE, Kubespray, minikube, or by hand. */
export const staticPod: Installation = (server, { host, staticPods }, problems) => {
  const pod = closestPod(server, staticPods);
  if (pod === undefined) return undefined;
  const argv = server.arguments.map(({ text }) => text);
  const { path } = pod.origin;
  const generator = GENERATORS.find(({ hasSetUp }) => hasSetUp(argv, path));
  const file = `the API server pod specification file ${path} on the control plane node`;
  const { kubeadmFile } = generator ?? {};
  return {
    nextStarts: [
      ...pod.invocations,
      ...(kubeadmFile === undefined ? [] : startsIn(host.root, kubeadmFile, 'kubeadm', problems)),
    ],
    shadowed: pod.shadowed,
    remedy: {
      edit:
        pod.shadowed.length === 0 ? file : `${file} (or, if it is a leftover, move it out of that directory)`,
      ...(generator && { generatedFrom: generator.writesFrom }),
    },
  };
};
