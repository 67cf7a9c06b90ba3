/** What rewrites a file, and what to edit instead. */
export interface Manager {
  readonly reason: string;
  readonly hint: string;
}

const MANAGERS: readonly (Manager & { readonly path: RegExp })[] = [
  {
    path: /\/rke2\/agent\/pod-manifests\//,
    reason: 'RKE2 rewrites the file each time it starts',
    hint: 'Remove the flag from kube-apiserver-arg in /etc/rancher/rke2/config.yaml or config.yaml.d, then restart rke2-server.',
  },
  {
    path: /\/static-pod-resources\/|\/manifests\/kube-apiserver-pod\.ya?ml$/,
    reason: 'an OpenShift operator rewrites the file',
    hint: 'Remove the flag from spec.unsupportedConfigOverrides.apiServerArguments with "oc edit kubeapiserver cluster".',
  },
  {
    path: /\/manifests\/talos-[^/]*$|^\/system\/state\//,
    reason: 'Talos rewrites the file',
    hint: 'Remove the flag from cluster.apiServer.extraArgs with "talosctl edit machineconfig".',
  },
  {
    path: /^\/nix\/store\//,
    reason: 'the file is in the Nix store and cannot be changed',
    hint: 'Remove the flag from services.kubernetes.apiserver in the NixOS configuration, then rebuild it.',
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
