import { decodeForSearch } from '../system/bytes.ts';

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
  const written = decodeForSearch(bytes);
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

const MAX_LINES = 1000;

/** What Go's YAML passes over before an object: blank lines, comments, directives, the mark of a document. */
const BEFORE = /^(?:\s*$|\s*#|%|---\s*(?:#|$))/;

/** With four blanks before it, a line is a block of code in Markdown. */
const BLOCK =
  /^ {0,3}(?:- +)?(?:\? *)?["']?(?:apiVersion|kind|metadata|spec|items|command|args)["']?[ \t]*(?::|$)/;
const ARGUMENT = /^ {0,3}- +["']?--?[A-Za-z]/;
const FLOW = /^\s*[[{](?![{%])/;
const KEY_OF_OBJECT = /["']?(?:apiVersion|kind|containers|command|args)["']?[ \t]*:/;

/** Whether the first line with content could begin an object of the API or a list of arguments, in YAML or JSON. */
export function startsLikeManifest(text: string): boolean {
  const first = firstContentOf(text);
  return BLOCK.test(first) || ARGUMENT.test(first) || (FLOW.test(first) && KEY_OF_OBJECT.test(text));
}

/** A time as logs have it before each line, that of klog included. */
const TIME =
  /^\[?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[IWEF]\d{4} \d\d:\d\d)|^time="\d{4}/;

/** Whether a text begins as logs do, with a time. */
export function startsWithTime(text: string): boolean {
  return TIME.test(firstContentOf(text));
}

/** Whether every line is an object of its own, as in logs; the last one looked at may be cut. */
export function isJsonLines(text: string): boolean {
  const lines = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.slice(0, -1).every((line) => /^\{.*\}\s*$/.test(line));
}

/** Without what names the document, its type or an anchor before it. */
function firstContentOf(text: string): string {
  const lines = text.replace(/^(?:\ufeff|\xef\xbb\xbf)/, '').split(/\r\n?|\n/, MAX_LINES);
  const first = lines.find((line) => !BEFORE.test(line)) ?? '';
  return first.replace(/^(?:--- *)?(?:[&!]\S* +)*/, '');
}

/** The escapes for a character of ASCII that YAML and JSON (`\x`, `\u`, `\U`) and systemd and shells (octal, too) have. */
const CHARACTER = /\\(?:x([0-7][\da-fA-F])|u00([0-7][\da-fA-F])|U000000([0-7][\da-fA-F])|([01][0-7]{2}))/g;

/** Line ends that a backslash takes away: also those of Go's YAML, here as characters or as bytes of UTF-8. */
const LINE_END = /\\(?:\r\n?|[\n\x85\u2028\u2029]|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*/g;

const HAS_ESCAPE = new RegExp(`${CHARACTER.source}|${LINE_END.source}`);

/**
 * A text to look for words in: with escapes undone, twice, for a text may hold one in another format, and without
 * further backslashes. What is no escape there is undone as well: that can add a word, and hide none.
 */
export function plainText(text: string): string {
  if (!HAS_ESCAPE.test(text)) return text;
  return withCharacters(withCharacters(text)).replace(LINE_END, '').replaceAll('\\', '');
}

function withCharacters(text: string): string {
  return text.replace(CHARACTER, (_, byte?: string, short?: string, long?: string, octal?: string) =>
    String.fromCharCode(
      octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8),
    ),
  );
}
