/**
 * The values of --input: the file formats, and `ps` for a process list. In a file of their own, so that no reader is
 * loaded for them.
 */
export const INPUT_FORMATS = [
  'workload',
  'kubeadm',
  'kubeadm-embedded',
  'openshift',
  'kops',
  'k0s',
  'talos',
  'compose',
  'rke1',
  'k3s',
  'rancher',
  'kubespray',
  'cloud-config',
  'ignition',
  'systemd',
  'environment',
  'arguments',
  'log',
  'cmdline',
  'inspect',
  'ps',
] as const;

export type Input = (typeof INPUT_FORMATS)[number];
