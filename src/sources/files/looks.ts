/** A file that starts an API server has one of these, and any other is not parsed. */
const WORDS =
  /apiserver|kube-?api|hyperkube|openshift|k3s|k0s|kubelite|kubelet[-_]https|kubeadm|kops|kind\.x-k8s|controlplane|kubernetesMasterConfig|rancher|rke2/i;

/** Prose and program text may mention an API server; what cannot be parsed there is no damaged manifest. */
const PROSE =
  /\.(?:adoc|c|cc|go|html?|java|js|lock|log|markdown|md|py|rb|rs|rst|sh|sum|svg|ts|tsx|txt|xml)$/i;

/** Files that are what they are by their place: argument files, and the configuration of k3s and RKE2. */
const PLACES =
  /(?:^|\/)args\/(?:kube-)?apiserver$|(?:^|\/)kube-apiserver\/.*\/?args$|(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/;

/** Whether a file may start an API server; most of a tree are read no further than this. */
export function isWorthALook(path: string, bytes: Buffer): boolean {
  return WORDS.test(textOf(bytes)) || PLACES.test(path);
}

/** Found in a directory, what cannot be parsed counts where it looks like something that starts an API server. */
export function isDamaged(path: string, bytes: Buffer): boolean {
  const text = textOf(bytes);
  if (PROSE.test(path) || !/apiserver|kubelet-?https/i.test(text)) return false;
  return (
    /\.(?:ya?ml|json|j2|jinja|tpl|tmpl|erb|service|conf|manifest)$/i.test(path) ||
    /^\s*(?:-\s+)?["']?(?:apiVersion|kind|command|args)["']?\s*:|^\[Service\]/m.test(text)
  );
}

/** The words of a file in UTF-8 or UTF-16. */
function textOf(bytes: Buffer): string {
  const latin1 = bytes.toString('latin1');
  return /^(?:\xff\xfe|\xfe\xff)/.test(latin1) ? latin1.replaceAll('\0', '') : latin1;
}
