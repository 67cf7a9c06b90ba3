/** Where installations have the flag: what writes the files that start an API server reads it there. */
export const SETTINGS = {
  gce: 'the kube-env metadata of the instance',
  kops: 'spec.kubeAPIServer of the kops cluster',
  kubeadm:
    'apiServer.extraArgs of the ClusterConfiguration of kubeadm (ConfigMap kubeadm-config in kube-system)',
  kubespray:
    'apiServer.extraArgs of the ClusterConfiguration of kubeadm, which Kubespray writes from kube_kubeadm_apiserver_extra_args',
  minikube: 'the ClusterConfiguration of kubeadm (minikube start --extra-config=apiserver.…)',
  openshift4:
    'spec.unsupportedConfigOverrides.apiServerArguments of the operator\'s object KubeAPIServer "cluster" ' +
    '(oc edit kubeapiserver cluster)',
  rke2: 'kube-apiserver-arg in /etc/rancher/rke2/config.yaml and its config.yaml.d',
  talos: 'cluster.apiServer.extraArgs of the Talos machine configuration (talosctl edit machineconfig)',
} as const;

/** What sets up an API server, and writes its manifest from elsewhere. */
export interface Generator {
  /** Whether a server was set up by it. */
  readonly hasSetUp: (argv: readonly string[], manifest: string) => boolean;
  readonly writesFrom: string;
  /** The file from which kubeadm is run again. */
  readonly kubeadmFile?: string;
}

const has = (text: string) => (argv: readonly string[]) => argv.some((argument) => argument.includes(text));

const GENERATORS: readonly Generator[] = [
  { hasSetUp: (_, manifest) => /\/talos-[^/]*$/.test(manifest), writesFrom: SETTINGS.talos },
  { hasSetUp: has('=/etc/srv/kubernetes/'), writesFrom: SETTINGS.gce },
  {
    hasSetUp: (argv, manifest) =>
      manifest.endsWith('/kube-apiserver.manifest') || has('=/srv/kubernetes/')(argv),
    writesFrom: SETTINGS.kops,
  },
  {
    hasSetUp: has('=/var/lib/minikube/certs/'),
    writesFrom: SETTINGS.minikube,
    kubeadmFile: '/var/tmp/minikube/kubeadm.yaml',
  },
  {
    hasSetUp: has('=/etc/kubernetes/ssl/'),
    writesFrom: SETTINGS.kubespray,
    kubeadmFile: '/etc/kubernetes/kubeadm-config.yaml',
  },
  { hasSetUp: has('=/etc/kubernetes/pki/apiserver.'), writesFrom: SETTINGS.kubeadm },
];

/** What has set up the server with these arguments and this manifest; undefined if nothing shows it. */
export function generatorOf(argv: readonly string[], manifest: string): Generator | undefined {
  return GENERATORS.find(({ hasSetUp }) => hasSetUp(argv, manifest));
}
