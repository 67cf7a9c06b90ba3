/** Why a change of a file does not last, and what to change instead. */
export interface Rewritten {
  readonly reason: string;
  readonly hint: string;
}

const REWRITTEN: readonly (Rewritten & { readonly path: RegExp })[] = [
  {
    path: /\/rke2\/agent\/pod-manifests\//,
    reason: 'RKE2 writes the file anew whenever it starts',
    hint: 'Remove the flag from kube-apiserver-arg in /etc/rancher/rke2/config.yaml or config.yaml.d, then restart rke2-server.',
  },
  {
    path: /\/static-pod-resources\/|\/manifests\/kube-apiserver-pod\.ya?ml$/,
    reason: 'an operator of OpenShift writes the file anew',
    hint: 'Remove the flag from spec.unsupportedConfigOverrides.apiServerArguments with "oc edit kubeapiserver cluster".',
  },
  {
    path: /\/manifests\/talos-[^/]*$|^\/system\/state\//,
    reason: 'Talos writes the file anew',
    hint: 'Remove the flag from cluster.apiServer.extraArgs with "talosctl edit machineconfig".',
  },
  {
    path: /^\/nix\/store\//,
    reason: 'Nix builds the file and never changes it',
    hint: 'Remove the flag from services.kubernetes.apiserver in the configuration of NixOS, then rebuild it.',
  },
  {
    path: /^\/run\//,
    reason: 'the file is written anew at every boot',
    hint: 'Remove the flag from what writes the file.',
  },
];

/** What writes a file anew, whatever it holds; undefined where a change of it lasts. */
export function managerOf(path: string): Rewritten | undefined {
  return REWRITTEN.find((each) => each.path.test(path));
}
