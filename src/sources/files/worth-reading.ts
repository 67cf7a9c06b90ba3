import { plainText, textByMark } from './plain-text.ts';
import { isJsonLines, startsLikeManifest, startsWithTime } from './starts-like-manifest.ts';

/** Every format in which something starts an API server has one of these among its keys, flags or programs. */
const WORDS =
  /apiserver|kube-?api|hyperkube|openshift|k3s|k0s|kubelite|kubelet[-_]https|etcd[-_]servers|kubeadm|kops|kind\.x-k8s|controlplane|kubernetesMasterConfig|rancher|rke2/i;

/** Of which a word can be put together: variables and quotes in the midst of a word. */
const PIECES = /[$`]|[\w-][\\"']+[\w-]/;

/** Files that are what they are by their place: argument files, and the configuration of k3s and RKE2. */
function isPlace(path: string): boolean {
  return (
    /(?:^|\/)args\/(?:kube-)?apiserver$|(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/.test(path) ||
    (path.endsWith('/args') && /(?:^|\/)kube-apiserver\//.test(path))
  );
}

/**
 * Whether a file may start an API server; most of a tree are read no further than this. It may
 * - where it has its place by convention,
 * - where a word of an API server is in it: as it is written, or with all escapes undone that YAML, JSON, systemd and
 *   shells have for a character or a line end,
 * - where it is a workload or a unit in which quotes or variables can put such a word together. Only `command`, `args`
 *   and `ExecStart` are read that way, by a kubelet, a shell or systemd; in any other text a word stands as a whole.
 *
 * @param pieces the content, in order, each with an overlap with the one before
 */
export function mayStartApiServer(path: string, pieces: Iterable<string>): boolean {
  if (isPlace(path)) return true;
  let isUnit = false;
  let isObject = false;
  let hasContainers = false;
  let hasPieces = false;
  for (const written of pieces) {
    const text = plainText(written);
    if (WORDS.test(written) || (text !== written && WORDS.test(text))) return true;
    isUnit ||= text.includes('ExecStart');
    isObject ||= text.includes('apiVersion');
    hasContainers ||= text.includes('ontainers');
    hasPieces ||= PIECES.test(written);
  }
  return hasPieces && (isUnit || (isObject && hasContainers));
}

/** Prose, logs and program text may mention an API server; what cannot be parsed there is no damaged manifest. */
const PROSE =
  /\.(?:adoc|c|cc|go|html?|java|js|lock|log(?:[.-]\d+)?|markdown|md|py|rb|rs|rst|sh|sum|svg|tf|ts|tsx|txt|xml)$/i;

const MENTION = /apiserver|hyperkube|kubelet[-_]?https|etcd[-_]servers/i;

/** Lines that are comments for every reader: what Go's YAML takes for a line end could hide another line in one. */
const COMMENTS = /^[ \t]*#[^\n\r\x85\xc2\xe2\u2028\u2029]*$/gm;

/** Found in a directory, what cannot be parsed counts where it looks like something that starts an API server. */
export function looksLikeBrokenManifest(path: string, bytes: Buffer): boolean {
  const written = textByMark(bytes);
  const text = plainText(written);
  if (!MENTION.test(plainText(written.replace(COMMENTS, ''))) || isProse(path, text)) return false;
  return (
    startsLikeManifest(text) ||
    /\.(?:ya?ml|json|j2|jinja|tpl|tmpl|erb|service|conf|manifest)$/i.test(path) ||
    /^[ \t]*(?:-[ \t]+)?["']?(?:apiVersion|kind|command|args)["']?[ \t]*:|^\[Service\]/m.test(text)
  );
}

/** Whether a text is prose, a log or a program by its name and beginning, and does not begin like a manifest. */
export function isProse(path: string, text: string): boolean {
  if (startsWithTime(text)) return true;
  const isNamedSo = PROSE.test(path) || text.startsWith('#!');
  return isNamedSo && (!startsLikeManifest(text) || isJsonLines(text));
}
