/** A line, also as only Go's YAML ends it: a comment must not hide what follows. */
const LINE = /[^\n\r\x85\u2028\u2029]+/g;

/** Languages in which `//` begins a comment. */
const SLASHES =
  /\.(?:c|cc|cpp|cue|go|groovy|h|hcl|java|js|json5?|jsonc|jsonnet|libsonnet|rs|scala|tf|ts|tsx)$/i;

/** Formats in which a semicolon at the beginning of a line begins a comment. */
const SEMICOLONS = /\.(?:cfg|cnf|conf|inf|ini|properties|service|socket|timer)$/i;

const MARKUP = /\.(?:html?|markdown|md|svg|xml)$/i;

/** Comments that may span lines: of Helm, Go, Jinja, ERB, and HTML in markup. */
const BLOCKS = [
  ['{{/*', '*/'],
  ['{{- /*', '*/'],
  ['{#', '#}'],
  ['<%#', '%>'],
  ['<!--', '-->'],
] as const;

/** A text with blanks in place of what is certainly a comment, whatever the format. */
export function withoutComments(path: string, text: string): string {
  const blocks = BLOCKS.filter(([open]) => open !== '<!--' || MARKUP.test(path));
  const withoutBlocks = blocks.reduce((rest, [open, close]) => blankBlocks(rest, open, close), text);
  return withoutBlocks.replace(LINE, (line) => {
    const start = commentIn(line, path);
    return line.slice(0, start).padEnd(line.length);
  });
}

/** A comment that is not closed is none. */
function blankBlocks(text: string, open: string, close: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let start = text.indexOf(open); start !== -1; start = text.indexOf(open, from)) {
    const closed = text.indexOf(close, start + open.length);
    if (closed === -1) break;
    // The length of a variable, in a shell.
    if (text[start - 1] === '$') {
      parts.push(text.slice(from, start + 1));
      from = start + 1;
      continue;
    }
    const end = closed + close.length;
    parts.push(
      text.slice(from, start),
      text.slice(start, end).replace(LINE, (line) => ' '.repeat(line.length)),
    );
    from = end;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

/** Where the comment of a line begins, or its length. One after code follows a blank and is outside of quotes. */
function commentIn(line: string, path: string): number {
  const marks = SLASHES.test(path) ? ['#', '//'] : ['#'];
  const first = line.search(/\S/);
  if (line[first] === ';' && SEMICOLONS.test(path)) return first;
  if (line.startsWith('#!')) return line.length;
  let quote = '';
  for (let index = Math.max(first, 0); index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === '\\') index += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (index > first && !/\s/.test(line.charAt(index - 1))) continue;
    else if (marks.some((mark) => line.startsWith(mark, index))) return index;
  }
  return line.length;
}
