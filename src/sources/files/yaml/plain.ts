import type { YamlPair, YamlValue } from './node.ts';
import { readFlow, readKey, readUnquoted, scalar } from './plain-values.ts';

/**
 * The only document of a file that is written as plainly as kubeadm and kubectl write theirs, and operators their JSON;
 * undefined for any other. It is what the reader of all YAML gives for it, to the last offset, and has nothing that Kubernetes
 * could read differently: test/sources/files/yaml/plain.test.ts holds the two against each other.
 *
 * Such a text is a map as JSON has it. Or each of its lines is `key:`, `key: value`, `- ` and one of these or a value, a
 * comment from its first column on, empty, or, before all others, `---`, and a value is in one line: a text, in quotes or
 * without, or a map or list as JSON has it, in which a word needs no quotes.
 */
export function readPlain(text: string): YamlValue | undefined {
  if (NOT_PLAIN.test(text)) return undefined;
  const lines = restsIn(text);
  const [first] = lines;
  const isMarker = first?.column === 0 && first.text === '---';
  return new PlainReader(isMarker ? lines.slice(1) : lines, text).read();
}

/** Other characters than those of ASCII, tabs, carriage returns, blanks at the end of a line, and what ends a document. */
const NOT_PLAIN = /[^\n\x20-\x7e]| $|^\.\.\./m;

/** Far fewer levels than any reader has a limit for. */
const MOST_COLUMNS = 200;

const KEY = /^([A-Za-z_][\w./-]{0,99}):(?: +|$)/;

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
  readonly #text: string;
  #next = 0;
  /** The end of the last line that was read. */
  #end = 0;

  constructor(lines: readonly Rest[], text: string) {
    this.#lines = lines;
    this.#text = text;
  }

  read(): YamlValue | undefined {
    const [first] = this.#lines;
    if (first?.text[0] === '{' && first.column <= MOST_COLUMNS) {
      const map = readFlow(this.#text, first.start);
      return map && this.#text.slice(map.end).trim() === '' ? map : undefined;
    }
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
      const name = readKey(key, line.start);
      const value =
        written === line.text ? this.#readBelow(line) : this.#readValue(restFrom(line, written.length));
      if (name === undefined || value === undefined) return undefined;
      pairs.push({ key: name, value });
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
    this.#end = Math.min(end + 1, this.#text.length);
    switch (text[0]) {
      case "'": {
        const value = text.slice(1, -1);
        const isWhole = text.length > 1 && text.at(-1) === "'" && !value.includes("'");
        return isWhole ? scalar(value, value, 'QUOTE_SINGLE', start, end) : undefined;
      }
      case '"':
      case '[':
      case '{': {
        const value = readFlow(this.#text, start);
        return value?.end === end ? value : undefined;
      }
      default:
        return readUnquoted(text, start);
    }
  }
}

function restFrom({ column, start, text }: Rest, length: number): Rest {
  return { column: column + length, start: start + length, text: text.slice(length) };
}
