import { INVALID_BYTE_BASE } from '../../../model/printable.ts';

/** A word without its quotes and escapes, and where it is written: offsets into the text that holds it. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** systemd rejects it: a quote is not closed, or an escape is invalid. It then extends to the end of the text. */
  readonly isBroken?: true;
}

/**
 * How a text is split: `command` (C escapes; other backslashes stay), `assignments` (only C escapes), `value` (a
 * backslash takes the next character as it is; a quote may stay open).
 */
export type Rules = 'command' | 'assignments' | 'value';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['s', ' '],
  ['\\', '\\'],
  ['"', '"'],
  ["'", "'"],
]);
const NUMERIC_ESCAPE = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y;
const SEPARATORS = ' \t\n\r';
/** Left over from joining the lines of a unit; not part of any word. */
const FILLER = '\0';

/** The first word at or after an offset, as systemd's extract_first_word reads it. */
export function nextWord(text: string, from: number, rules: Rules): Word | undefined {
  const start = skipBlanks(text, from);
  if (start === text.length) return undefined;
  let word = '';
  let quote = '';
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (quote === '' && SEPARATORS.includes(character)) break;
    if (character === '\\') {
      const escaped = readEscape(text, index + 1, rules);
      if (escaped === undefined) return broken(text, start);
      word += escaped.text;
      index += escaped.length;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character !== FILLER) word += character;
    index += 1;
  }
  return quote !== '' && rules !== 'value'
    ? broken(text, start)
    : { text: word, start, end: Math.min(index, text.length) };
}

/** Ends with the first word that is broken. */
export function* wordsOf(text: string, rules: Rules): Generator<Word> {
  let word = nextWord(text, 0, rules);
  while (word !== undefined) {
    yield word;
    word = nextWord(text, word.end, rules);
  }
}

export function skipBlanks(text: string, from: number): number {
  let index = from;
  while (index < text.length && isBetweenWords(text.charAt(index))) index += 1;
  return index;
}

/** Whether a character, or the end of the text (''), separates words. */
export function isBetweenWords(character: string): boolean {
  return character === FILLER || SEPARATORS.includes(character);
}

function broken(text: string, start: number): Word {
  return { text: text.slice(start).replaceAll(FILLER, ''), start, end: text.length, isBroken: true };
}

interface Escape {
  readonly text: string;
  /** Without the backslash. */
  readonly length: number;
}

function readEscape(text: string, at: number, rules: Rules): Escape | undefined {
  const next = text.charAt(at);
  if (rules === 'value') return { text: next, length: 1 };
  const simple = SIMPLE_ESCAPES.get(next);
  if (simple !== undefined) return { text: simple, length: 1 };
  const escaped = readNumericEscape(text, at);
  if (escaped !== undefined) return escaped;
  return rules === 'command' ? { text: `\\${next}`, length: 1 } : undefined;
}

function readNumericEscape(text: string, at: number): Escape | undefined {
  NUMERIC_ESCAPE.lastIndex = at;
  const [whole = '', byte, short, long, octal] = NUMERIC_ESCAPE.exec(text) ?? [];
  const unicode = short ?? long;
  const code = octal === undefined ? Number.parseInt(byte ?? unicode ?? '', 16) : Number.parseInt(octal, 8);
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (!(code > 0 && code <= (unicode ? 0x10ffff : 0xff)) || isSurrogate) return undefined;
  const isByte = unicode === undefined && code >= 0x80;
  return { text: String.fromCodePoint(isByte ? INVALID_BYTE_BASE + code : code), length: whole.length };
}
