import type { YamlPair, YamlValue } from './node.ts';

/**
 * The only document of a file that is written as plainly as kubeadm and kubectl write theirs; undefined for any other. It is
 * what the reader of all YAML gives for it, to the last offset, and has nothing that Kubernetes could read differently:
 * test/sources/files/yaml/plain.test.ts holds the two against each other.
 *
 * Each line of such a text is `key:`, `key: value`, `- ` and one of these or a value, a comment from its first column on,
 * empty, or, before all others, `---`. A value is a text in one line, in quotes or without, `{}`, or `[]`.
 */
export function readPlain(text: string): YamlValue | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  const lines = restsIn(text);
  const [first] = lines;
  const isMarker = first?.column === 0 && first.text === '---';
  return new PlainReader(isMarker ? lines.slice(1) : lines, text.length).read();
}

/** Other characters than those of ASCII, tabs, carriage returns, escapes, flow collections, blanks at the end of a line. */
const NOT_PLAIN = /[^\n\x20-\x7e]|\\|[[{](?![\]}])| $/m;

/** Far fewer levels than any reader has a limit for. */
const MOST_COLUMNS = 200;

const KEY = /^([A-Za-z_][\w./-]{0,99}):(?: +|$)/;
/** What is not a text, or what Kubernetes may take for another key. */
const NO_KEY = /^(?:null|true|false|apiversion|kind)$/i;
const KEYS_OF_KIND: readonly string[] = ['apiVersion', 'kind'];

const VALUE = /^-{0,2}[\w./$]/;
/** What ends a text without quotes. */
const ENDS_VALUE = /: |:$| #/;

const OTHER_VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['null', 'Null', 'NULL'].map((text) => [text, null] as const),
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
]);
const NUMBER = /^(?:0|[1-9]\d{0,14})$/;
const OTHER_NUMBER =
  /^(?:0o[0-7]+|0x[\da-f]+|[-+]?\d+|[-+]?(?:\.\d+|\d+\.\d*|\d+(?=e))(?:e[-+]?\d+)?|[-+]?\.inf|\.nan)$/i;

/** What is left of a line, from a column on. */
interface Rest {
  readonly column: number;
  readonly start: number;
  readonly text: string;
}

/** The lines that are not empty and not a comment. */
function restsIn(text: string): Rest[] {
  let start = 0;
  const rests: Rest[] = [];
  for (const line of text.split('\n')) {
    const column = line.length - line.trimStart().length;
    if (line !== '' && line[0] !== '#')
      rests.push({ column, start: start + column, text: line.slice(column) });
    start += line.length + 1;
  }
  return rests;
}

/** Each of its methods gives undefined for what is not plain. */
class PlainReader {
  readonly #lines: readonly Rest[];
  readonly #length: number;
  #next = 0;
  /** The end of the last line that was read. */
  #end = 0;

  constructor(lines: readonly Rest[], length: number) {
    this.#lines = lines;
    this.#length = length;
  }

  read(): YamlValue | undefined {
    const [first] = this.#lines;
    const value = first && this.#readCollection(first);
    return this.#next === this.#lines.length ? value : undefined;
  }

  #readCollection(first: Rest): YamlValue | undefined {
    if (first.column > MOST_COLUMNS) return undefined;
    if (first.text.startsWith('- ')) return this.#readList(first);
    return KEY.test(first.text) ? this.#readMap(first) : undefined;
  }

  #readList(first: Rest): YamlValue | undefined {
    const items: YamlValue[] = [];
    let line: Rest | undefined = first;
    while (line?.column === first.column && line.text.startsWith('- ')) {
      const rest = restFrom(line, 2);
      const item = this.#readCollection(rest) ?? this.#readValue(rest);
      if (item === undefined) return undefined;
      items.push(item);
      line = this.#lines[this.#next];
    }
    return { kind: 'list', items, start: first.start, end: this.#end };
  }

  #readMap(first: Rest): YamlValue | undefined {
    const pairs: YamlPair[] = [];
    let line: Rest | undefined = first;
    while (line?.column === first.column) {
      const [written = '', key = ''] = KEY.exec(line.text) ?? [];
      if (written === '') break;
      if (NO_KEY.test(key) && !KEYS_OF_KIND.includes(key)) return undefined;
      const value =
        written === line.text ? this.#readBelow(line) : this.#readValue(restFrom(line, written.length));
      if (value === undefined) return undefined;
      pairs.push({ key: scalar(key, key, 'PLAIN', line.start), value });
      line = this.#lines[this.#next];
    }
    return { kind: 'map', pairs, start: first.start, end: this.#end };
  }

  /** The value of a key that has none in its line. A list may begin in the column of the key. */
  #readBelow(key: Rest): YamlValue | undefined {
    this.#next += 1;
    const next = this.#lines[this.#next];
    if (next === undefined || next.column < key.column) return undefined;
    return next.column > key.column || next.text.startsWith('- ') ? this.#readCollection(next) : undefined;
  }

  /** A value in one line, which nothing follows. */
  #readValue({ text, start }: Rest): YamlValue | undefined {
    this.#next += 1;
    const end = start + text.length;
    this.#end = Math.min(end + 1, this.#length);
    if (text === '{}') return { kind: 'map', pairs: [], start, end };
    if (text === '[]') return { kind: 'list', items: [], start, end };
    const quote = text[0];
    if (quote === '"' || quote === "'") {
      const value = text.slice(1, -1);
      const isWhole = text.length > 1 && text.at(-1) === quote && !value.includes(quote);
      return isWhole
        ? scalar(value, value, quote === '"' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', start, end)
        : undefined;
    }
    if (!VALUE.test(text) || ENDS_VALUE.test(text)) return undefined;
    const value = OTHER_VALUES.has(text) ? OTHER_VALUES.get(text) : NUMBER.test(text) ? Number(text) : text;
    return value === text && OTHER_NUMBER.test(text) ? undefined : scalar(value, text, 'PLAIN', start, end);
  }
}

function restFrom({ column, start, text }: Rest, length: number): Rest {
  return { column: column + length, start: start + length, text: text.slice(length) };
}

function scalar(
  value: unknown,
  source: string,
  type: string,
  start: number,
  end = start + source.length,
): YamlValue {
  return { kind: 'scalar', value, source, type, tag: undefined, start, end };
}
