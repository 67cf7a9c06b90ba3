import type { INSERT } from './insertions.ts';

/** A fixture, how the flag is written in it, and beside what. */
export interface InsertionRow {
  readonly file: string;
  readonly as: keyof typeof INSERT;
  readonly beside: RegExp;
  /** The file that starts the server, where that is another one. */
  readonly target?: string;
  /** It is YAML with lines that can be indented otherwise. */
  readonly isBlock?: true;
  /** Its lines have to end with a line feed alone. */
  readonly isLineFeedOnly?: true;
}

export const INSERTION_ROWS: readonly InsertionRow[] = [
  { file: 'workload/kubeadm-fail.yaml', as: 'list', beside: /image: .*kube-apiserver.*/g, isBlock: true },
  { file: 'kubeadm-embedded/fail.kind.yaml', as: 'maps', beside: /(?<=---\n +)kind: ClusterConfiguration/g },
  { file: 'kubeadm-embedded/fail.configmap.json', as: 'mapsInJson', beside: /(?=apiVersion: kubeadm)/g },
  { file: 'openshift/fail.configmap.yaml', as: 'compactEntry', beside: /"allow-privileged":\["true"\]/g },
  { file: 'workload/kubeadm-fail.yaml', as: 'item', beside: /- --.*/g, isBlock: true },
  { file: 'workload/kubeadm-true.yaml', as: 'item', beside: /- --.*/g, isBlock: true },
  { file: 'workload/bootkube-daemonset-fail.yaml', as: 'item', beside: /- --.*/g, isBlock: true },
  {
    file: 'workload/kops-go-runner-fail.manifest',
    as: 'item',
    beside: /- --(?:allow|etcd).*/g,
    isBlock: true,
  },
  { file: 'workload/kops-shell-fail.manifest', as: 'plainWords', beside: /--[\w-]+=\S+/g, isBlock: true },
  { file: 'workload/gce-fail.json', as: 'jsonWords', beside: /--v=2/g },
  { file: 'workload/gce-fail.json', as: 'jsonWords', beside: /--etcd-servers=\S+/g },
  { file: 'workload/gce-pass.manifest', as: 'flow', beside: /"--[^"]+"/g },
  { file: 'workload/gce-pass.manifest', as: 'compactFlow', beside: /"--[^"]+"/g },
  { file: 'workload/gce-pass.manifest', as: 'flowLine', beside: /"--[^"]+"/g },
  { file: 'kubeadm/fail.v1alpha2.yaml', as: 'entry', beside: /runtime-config.*/g, isBlock: true },
  { file: 'kubeadm/fail.v1beta2.yaml', as: 'entry', beside: /audit-log-path.*|profiling.*/g, isBlock: true },
  { file: 'kubeadm/pass.v1beta3.yaml', as: 'entry', beside: /authorization-mode.*/g, isBlock: true },
  {
    file: 'kubeadm/fail.v1beta4.yaml',
    as: 'named',
    beside: /- name: audit.*\n.*|- \{.*|- name: service.*\n.*/g,
    isBlock: true,
  },
  {
    file: 'kubeadm-embedded/fail.configmap.yaml',
    as: 'entry',
    beside: /authorization-mode.*/g,
    isBlock: true,
  },
  {
    file: 'kubeadm-embedded/fail.control-plane.yaml',
    as: 'entry',
    beside: /(?<=certSANs:\n.*\n +extraArgs:\n +)cloud-provider: aws/g,
  },
  {
    file: 'kubeadm-embedded/pass.control-plane-template.yaml',
    as: 'named',
    beside: /- name: a.*\n.*/g,
    isBlock: true,
  },
  { file: 'kubeadm-embedded/fail.kind.yaml', as: 'entry', beside: /(?<=extraArgs:\n +)v: "4"/g },
  { file: 'k0s/fail.yaml', as: 'entry', beside: /anonymous-auth.*/g, isBlock: true },
  { file: 'talos/fail.yaml', as: 'entry', beside: /feature-gates.*/g, isBlock: true },
  { file: 'talos/fail.patch.yaml', as: 'entryOfList', beside: /audit-log-path.*/g, isBlock: true },
  { file: 'talos/fail.documents.yaml', as: 'entry', beside: /http2-max.*/g, isBlock: true },
  { file: 'rke1/fail.yaml', as: 'entry', beside: /audit-log-path.*/g, isBlock: true },
  { file: 'rke1/fail.yaml', as: 'entryOfList', beside: /service-account-issuer.*\n.*\n.*/g, isBlock: true },
  { file: 'openshift/pass.config.yaml', as: 'entryOfList', beside: /allow-priv.*\n.*/g, isBlock: true },
  {
    file: 'openshift/fail.master-config.yaml',
    as: 'entryOfList',
    beside: /storage-backend.*\n.*/g,
    isBlock: true,
  },
  {
    file: 'k3s/fail/etc/rancher/k3s/config.yaml',
    as: 'itemOfK3s',
    beside: /- "audit-log.*/g,
    isBlock: true,
  },
  {
    file: 'k3s/fail/etc/rancher/rke2/config.yaml.d/50-apiserver.yaml',
    as: 'itemOfK3s',
    beside: /- profiling.*/g,
    isBlock: true,
  },
  { file: 'systemd/by-hand/fail.service', as: 'continued', beside: /(?<=^ +)['-].*\\$/gm },
  { file: 'systemd/by-hand/fail.service', as: 'words', beside: /(?<=^ +)--[\w-]+=\S+/gm },
  { file: 'systemd/by-hand/fail.service', as: 'last', beside: /--v=2/g },
  { file: 'systemd/nixos/kube-apiserver.service', as: 'continued', beside: /^--.*\\$/gm },
  { file: 'systemd/k3s/k3s.service', as: 'continuedOfK3s', beside: /'--kube-apiserver-arg' .*\n.*/g },
  {
    file: 'systemd/dropin/kube-apiserver.service.d/10-override.conf',
    as: 'words',
    beside: /\$KUBE_API_ARGS/g,
  },
  {
    file: 'systemd/centos/etc/kubernetes/apiserver',
    as: 'plainWords',
    beside: /(?<=^ +)--event-ttl=1h|--insecure-bind-address=127.0.0.1|--etcd-servers=[^"]*/gm,
    target: 'systemd/centos/kube-apiserver.service',
    isLineFeedOnly: true,
  },
  { file: 'argument-file/microk8s/args/kube-apiserver', as: 'argumentLine', beside: /^--.*/gm },
  { file: 'argument-file/microk8s/args/kube-apiserver', as: 'words', beside: /^--.*/gm },
  { file: 'argument-file/charmed/kube-apiserver/current/args', as: 'argumentLine', beside: /^--.*/gm },
];
