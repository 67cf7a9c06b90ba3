/** Where kubeadm and its like, and RKE2, have static pods. */
export const USUAL_PATHS = ['/etc/kubernetes/manifests', '/var/lib/rancher/rke2/agent/pod-manifests'];

/** Where Talos keeps its machine configuration. */
export const MACHINE_CONFIG = '/system/state/config.yaml';
