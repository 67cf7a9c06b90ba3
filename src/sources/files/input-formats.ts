/** What --input takes: the names of the file formats, and `ps` for a process list. Kept apart so that no reader is loaded for them. */
export const INPUT_FORMATS = [
  'workload',
  'kubeadm',
  'kubeadm-embedded',
  'openshift',
  'kops',
  'k0s',
  'talos',
  'rke1',
  'k3s',
  'systemd',
  'arguments',
  'ps',
] as const;

export type Input = (typeof INPUT_FORMATS)[number];
