import type { WhereToFix } from '../../model/api-server.ts';

/** Where Talos keeps its machine configuration. */
export const MACHINE_CONFIG = '/system/state/config.yaml';

export const KUBELET_UNIT = 'kubelet.service';

/** The configuration that kubeadm gives to a kubelet. */
export const KUBEADM_CONFIG = '/var/lib/kubelet/config.yaml';

/** Where installations have the flag: what writes the files that start an API server reads it there. */
export const SETTINGS = {
  gce: 'the kube-env metadata of the instance',
  kops: 'spec.kubeAPIServer of the kops cluster',
  kubeadm:
    'apiServer.extraArgs of the ClusterConfiguration of kubeadm (ConfigMap kubeadm-config in kube-system)',
  kubespray:
    'apiServer.extraArgs of the ClusterConfiguration of kubeadm, which Kubespray writes from kube_kubeadm_apiserver_extra_args',
  minikube: 'the ClusterConfiguration of kubeadm (minikube start --extra-config=apiserver.…)',
  nixos: 'services.kubernetes.apiserver in the NixOS configuration',
  openshift4:
    'spec.unsupportedConfigOverrides.apiServerArguments of the operator\'s object KubeAPIServer "cluster" ' +
    '(oc edit kubeapiserver cluster)',
  rke2: 'kube-apiserver-arg in /etc/rancher/rke2/config.yaml and its config.yaml.d',
  talos: 'cluster.apiServer.extraArgs of the Talos machine configuration (talosctl edit machineconfig)',
} as const;

/** Where RKE2 writes static pods. */
export const RKE2_MANIFESTS = '/rke2/agent/pod-manifests/';

export const RKE2: WhereToFix = {
  edit: SETTINGS.rke2,
  afterwards: 'restart rke2-server, which writes its manifest again',
};

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

/** What rewrites a file, and what to do instead of editing it. */
export interface Manager {
  readonly reason: string;
  readonly hint: string;
}

const MANAGERS: readonly (Manager & { readonly path: RegExp })[] = [
  {
    path: /\/rke2\/agent\/pod-manifests\//,
    reason: 'RKE2 rewrites the file each time it starts',
    hint: `Remove the flag from ${SETTINGS.rke2}, then restart rke2-server.`,
  },
  {
    path: /\/static-pod-resources\/|\/manifests\/kube-apiserver-pod\.ya?ml$/,
    reason: 'an OpenShift operator rewrites the file',
    hint: `Remove the flag from ${SETTINGS.openshift4}.`,
  },
  {
    path: /\/manifests\/talos-[^/]*$|^\/system\/state\//,
    reason: 'Talos rewrites the file',
    hint: `Remove the flag from ${SETTINGS.talos}.`,
  },
  {
    path: /^\/nix\/store\//,
    reason: 'the file is in the Nix store and cannot be changed',
    hint: `Remove the flag from ${SETTINGS.nixos}, then rebuild it.`,
  },
  {
    path: /^\/run\//,
    reason: 'the file is rewritten at every boot',
    hint: 'Remove the flag from what writes the file.',
  },
];

/** What rewrites a file, whatever its content; undefined if edits of the file last. */
export function managerOf(path: string): Manager | undefined {
  return MANAGERS.find((each) => each.path.test(path));
}
