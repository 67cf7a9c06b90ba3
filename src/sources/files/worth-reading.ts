import { mentionsApiServer } from '../../model/api-server-words.ts';

/** Every format in which something starts an API server has one of these among its keys, flags or programs. */
export const WORDS =
  /apiserver|kube[-_]?api|hyperkube|openshift|k3s|k0s|kubelite|kubelet[-_]https|etcd[-_]servers|kubeadm|kops|kind\.x-k8s|controlplane|kubernetesMasterConfig|rancher|rke2|#cloud-config|write_files|ignition["']?\s*:|variant["']?:\s*["']?(?:fcos|flatcar)/i;

/** What a word can be composed with: variables, and quotes inside a word. It begins with what is rare in a text. */
const PIECES = /[$`]|[\\"'](?<=[\w-][\\"'])[\\"']*[\w-]/;

/** Argument files, and the configuration of k3s and RKE2. */
export function isWellKnownPath(path: string): boolean {
  return (
    (path.endsWith('apiserver') && /(?:^|\/)args\/(?:kube-)?apiserver$/.test(path)) ||
    (path.endsWith('/args') && /(?:^|\/)kube-apiserver\//.test(path)) ||
    (path.includes('/config.yaml') && /(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/.test(path))
  );
}

/**
 * Whether a file may start an API server; most files of a tree are read no further than this. It may
 * - if its path is one by convention,
 * - if a word of an API server is in it: as it is written, or with all escapes resolved that YAML, JSON, systemd and
 *   shells have for a character or a line end,
 * - if it is a workload or a unit in which quotes or variables can compose such a word. Only `command`, `args` and
 *   `ExecStart` are read that way, by a kubelet, a shell or systemd; in any other text a word is written as a whole.
 *
 * @param pieces the content in order; each piece overlaps with the one before
 */
export function mayStartApiServer(path: string, pieces: Iterable<string>): boolean {
  return isWellKnownPath(path) || mayHaveWord(pieces, (text) => WORDS.test(text));
}

/**
 * The same for what a kubelet takes for a pod: of the words, only those count that are in the arguments or the image of an
 * API server. `kubeadm` is in its manifest of etcd, too.
 */
export function mayBeApiServerPod(text: string): boolean {
  return mayHaveWord([text], mentionsApiServer);
}

/**
 * Whether a text has a word, or what may compose one.
 *
 * @param isWritten whether a word may be in it as it is written
 */
export function mayHaveWord(
  pieces: Iterable<string>,
  hasWord: (text: string) => boolean,
  isWritten = true,
): boolean {
  let isUnit = false;
  let isObject = false;
  let hasContainers = false;
  let hasPieces = false;
  for (const written of pieces) {
    const text = plainText(written);
    if ((isWritten && hasWord(written)) || (text !== written && hasWord(text))) return true;
    isUnit ||= text.includes('ExecStart');
    isObject ||= text.includes('apiVersion');
    hasContainers ||= text.includes('ontainers');
    hasPieces ||= PIECES.test(written);
  }
  return hasPieces && (isUnit || (isObject && hasContainers));
}

/** Escapes for ASCII characters in YAML and JSON (`\x`, `\u`, `\U`) and in systemd and shells (octal, too). */
const CHARACTER = /\\(?:x([0-7][\da-fA-F])|u00([0-7][\da-fA-F])|U000000([0-7][\da-fA-F])|([01][0-7]{2}))/g;

/** Line ends that a backslash removes: also those of Go's YAML, as characters or as bytes of UTF-8. */
const LINE_END = /\\(?:\r\n?|[\n\x85\u2028\u2029]|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*/g;

const HAS_ESCAPE = new RegExp(`${CHARACTER.source}|${LINE_END.source}`);

/**
 * A text to search for words: with escapes resolved, twice because a text may contain another format, and without the
 * other backslashes. What only looks like an escape is resolved as well: that may add a word but never hides one.
 */
export function plainText(text: string): string {
  if (!text.includes('\\') || !HAS_ESCAPE.test(text)) return text;
  return withCharacters(withCharacters(text)).replace(LINE_END, '').replaceAll('\\', '');
}

function withCharacters(text: string): string {
  return text.replace(CHARACTER, (_, byte?: string, short?: string, long?: string, octal?: string) =>
    String.fromCharCode(
      octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8),
    ),
  );
}
