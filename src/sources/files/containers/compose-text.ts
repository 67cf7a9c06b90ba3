import type { WrittenArgument } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { placesOf } from '../yaml/scalar-places.ts';
import type { YamlText } from '../yaml/yaml.ts';

/**
 * `$$`, `$NAME` or `${NAME:-default}`; braces can be nested once. The shell and a file `.env` may set any variable.
 * https://github.com/compose-spec/compose-go/blob/main/template/template.go
 */
const DOLLAR = /\$(?:\$|[A-Za-z_]\w*|\{(?:[^{}]|\{[^{}]*\})*\})/y;
const DOLLARS = new RegExp(DOLLAR, 'g');

/** A word that is one argument: an item of a list. Unknown if it has a variable. */
export function withoutEscapes(text: YamlText): WrittenArgument {
  const isUnknown = text.text.match(DOLLARS)?.some((written) => written !== '$$');
  const replaced = text.text.replace(DOLLARS, (written) => (written === '$$' ? '$' : written));
  return { ...text, text: replaced, ...(isUnknown && { isUnknown }) };
}

/** What ends a command in Go's shellwords or is an error there, and is plain in Python's shlex. */
const UNCLEAR = /[;&|<>()`]/;

/**
 * The words of a command in one string, with places in the file. Compose replaces variables before it splits, with
 * https://github.com/mattn/go-shellwords, and up to version 1 with shlex of Python; from where these two differ, the rest
 * is unknown.
 */
export function wordsOfCommand(command: YamlText, file: SourceFile): WrittenArgument[] {
  const { text } = command;
  const { isExact, startOf, endOf } = placesOf(command, file.text);
  const words: WrittenArgument[] = [];
  const add = (
    word: string,
    start: number,
    end: number,
    marks: Pick<WrittenArgument, 'isUnknown' | 'isSplit'>,
  ) => {
    const place = isExact ? { start: startOf(start), end: endOf(start, end) } : command;
    words.push({ text: word, start: place.start, end: place.end, ...marks });
  };
  let index = 0;
  for (;;) {
    while (index < text.length && isBlank(text.charAt(index))) index += 1;
    if (index >= text.length) return words;
    const start = index;
    const word = readWord(text, start);
    index = word.end;
    if (word.isUnclear) {
      add('', start, text.length, UNKNOWN);
      return words;
    }
    add(word.text, start, index, word.isUnknown ? UNKNOWN : {});
  }
}

const UNKNOWN = { isUnknown: true, isSplit: true } as const;

interface Word {
  readonly text: string;
  readonly end: number;
  /** It has a variable, and may be several words. */
  readonly isUnknown: boolean;
  readonly isUnclear: boolean;
}

function readWord(text: string, start: number): Word {
  let word = '';
  let quote = '';
  let isUnknown = false;
  let index = start;
  const unclear = { text: '', end: text.length, isUnknown: true, isUnclear: true };
  while (index < text.length && (quote !== '' || !isBlank(text.charAt(index)))) {
    const character = text.charAt(index);
    DOLLAR.lastIndex = index;
    const [dollar] = character === '$' ? (DOLLAR.exec(text) ?? []) : [];
    if (dollar !== undefined) {
      isUnknown ||= dollar !== '$$';
      word += dollar === '$$' ? '$' : dollar;
      index += dollar.length;
      continue;
    }
    if (character === '\\' && quote !== "'") {
      const next = text.charAt(index + 1);
      if (!/["'\\ ]/.test(next) || (quote === '"' && !/["\\]/.test(next))) return unclear;
      word += next;
      index += 1;
    } else if (character === quote) quote = '';
    else if (quote === '' && /["']/.test(character)) quote = character;
    else if (quote === '' && UNCLEAR.test(character)) return unclear;
    else word += character;
    index += 1;
  }
  return quote === '' ? { text: word, end: index, isUnknown, isUnclear: false } : unclear;
}

function isBlank(character: string): boolean {
  return ' \t\r\n'.includes(character);
}
