import { isApiServerProgram, mentionsApiServer } from '../../model/api-server-words.ts';
import { withoutComments } from './comments.ts';
import { plainText } from './worth-reading.ts';

/** Prose, logs and programs may mention an API server; if they cannot be parsed, they are not broken manifests. */
const PROSE =
  /\.(?:adoc|c|cc|go|html?|java|js|lock|log(?:[.-]\d+)?|markdown|md|py|rb|rs|rst|sh|sum|svg|tf|ts|tsx|txt|xml)$/i;

/** What only an API server is configured with: keys for its flags, and a flag that none can do without. */
const OF_API_SERVER =
  /\b(?:apiServer(?:Arguments|ExtraArgs)|extraArgs|kube-apiserver-arg|kube[-_]api)["']?\s*:|--etcd[-_]servers|\b(?:Cluster|Master)Configuration\b/;

/** The key before a command. */
const COMMAND = /(?:command|args|ExecStart)["']?[ \t]*[:=]/;

/** A line that begins with a flag. */
const FLAG_LINE = /^[ \t]*(?:- +)?["']?--\w/m;

/**
 * Whether a line begins with the program of one, as an item of a command may, or has it after the key of a
 * command.
 */
function startsIn(line: string, hasFlags: boolean): boolean {
  if (!mentionsApiServer(line)) return false;
  const [program = ''] = line
    .trim()
    .replace(/^- +/, '')
    .replace(/^["']/, '')
    .split(/["',\s]/, 1);
  return (hasFlags && isApiServerProgram(program)) || COMMAND.test(line);
}

const IS_CONFIGURATION = /\.(?:ya?ml|json|j2|jinja|tpl|tmpl|erb|service|conf|manifest)$/i;
const HAS_KEY = /^[ \t]*(?:-[ \t]+)?["']?(?:apiVersion|kind|command|args)["']?[ \t]*:|^\[Service\]/m;

/** Whether a file in a directory that cannot be parsed seems to start an API server. */
export function looksLikeBrokenManifest(path: string, written: string): boolean {
  const text = plainText(written);
  if (isProse(path, text)) return false;
  if (!startsLikeManifest(text) && !IS_CONFIGURATION.test(path) && !HAS_KEY.test(text)) return false;
  return startsApiServer(path, written);
}

/** Whether a text has a command or the configuration of an API server outside of comments. */
export function startsApiServer(path: string, written: string): boolean {
  const code = plainText(withoutComments(path, written));
  const hasFlags =
    FLAG_LINE.test(code) || /\b(?:command|args)["']?[ \t]*:|(?:kube-apiserver|hyperkube) +-/.test(code);
  return OF_API_SERVER.test(code) || code.split('\n').some((line) => startsIn(line, hasFlags));
}

/** Whether a text looks like prose, a log or a program, and does not begin like a manifest. */
export function isProse(path: string, text: string): boolean {
  if (startsWithTime(text)) return true;
  const isNamedSo = PROSE.test(path) || text.startsWith('#!');
  return isNamedSo && (!startsLikeManifest(text) || isJsonLines(text));
}

const MAX_LINES = 1000;

/** What may precede an object in YAML: blank lines, comments, directives, the start of a document. */
const BEFORE = /^(?:\s*$|\s*#|%|---\s*(?:#|$))/;

/** A line indented by four blanks is code in Markdown. */
const BLOCK =
  /^ {0,3}(?:- +)?(?:\? *)?["']?(?:apiVersion|kind|metadata|spec|items|command|args)["']?[ \t]*(?::|$)/;
const ARGUMENT = /^ {0,3}- +["']?--?[A-Za-z]/;
const FLOW = /^\s*[[{](?![{%])/;
const KEY_OF_OBJECT = /["']?(?:apiVersion|kind|containers|command|args)["']?[ \t]*:/;

/** Whether the first line with content could begin a Kubernetes object or a list of arguments, in YAML or JSON. */
function startsLikeManifest(text: string): boolean {
  const first = firstContentOf(text);
  return BLOCK.test(first) || ARGUMENT.test(first) || (FLOW.test(first) && KEY_OF_OBJECT.test(text));
}

/** Whether a text seems to be meant as YAML or JSON. */
export function looksLikeYaml(path: string, text: string): boolean {
  if (/\.(?:ya?ml|json)$/i.test(path) || startsLikeManifest(text)) return true;
  return /^(?:["']?[\w.-]+["']?:(?:\s|$)|\{(?![{%])|\[\s*(?:["'{[-]|$)|- )/.test(firstContentOf(text));
}

/** A time as logs, those of klog included, have it before each line. */
const TIME =
  /^\[?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[IWEF]\d{4} \d\d:\d\d)|^time="\d{4}/;

function startsWithTime(text: string): boolean {
  return TIME.test(firstContentOf(text));
}

/** Whether every line is an object of its own, as in logs; the last one may be cut off. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n', MAX_LINES).filter((line) => line.trim() !== '');
  return lines.length > 1 && lines.slice(0, -1).every((line) => /^\{.*\}\s*$/.test(line));
}

/** Without the document mark, tags and anchors before it. */
function firstContentOf(text: string): string {
  const lines = text.replace(/^(?:\ufeff|\xef\xbb\xbf)/, '').split(/\r\n?|\n/, MAX_LINES);
  const first = lines.find((line) => !BEFORE.test(line)) ?? '';
  return first.replace(/^(?:--- *)?(?:[&!]\S* +)*/, '');
}
