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
