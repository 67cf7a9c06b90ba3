/** What sets up an API server, and writes its manifest from elsewhere. */
export interface Generator {
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

/** What has set up the server with these arguments and this manifest; undefined where nothing tells. */
export function generatorOf(argv: readonly string[], manifest: string): Generator | undefined {
  return GENERATORS.find(({ hasSetUp }) => hasSetUp(argv, manifest));
}
