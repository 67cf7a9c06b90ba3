import { decodeForSearch } from '../system/bytes.ts';
import { isWellKnownPath, mayHaveWord, WORDS } from './worth-reading.ts';

/**
 * Of each of WORDS three characters in a row that are rare in other texts: what has none of these has no word. A test
 * holds them against WORDS.
 */
const TRACES = [
  ...['pis', 'e-a', 'e_a', 'bea', 'hyp', 'hif', 'k3s', 'k0s', 'lit', 't-h', 't_h', 'd-s', 'd_s'],
  ...['kop', '.x-', 'lpl', 'sma', 'nch', 'ke2', 'ud-', 'e_f', 'gni', 'ria'],
];

/** Of three characters, the bits that make letters lower-case; digits, `-` and `.` have them. */
const LOWER = 0x202020;

/** What may compose a word: signs anywhere, quotes inside or between words. A backslash is both. */
const SIGNS = Buffer.from('$`\\');
const QUOTES = Buffer.from(`"'\\`);

/** What a byte is, if not 0. */
const OF_WORD = 1;
const OF_QUOTE = 2;

/** What a pair of bytes may be part of, if not 0. */
const PIECE = 1;
const SIGN = 2;
const TRACE = 4;

const KINDS = kindsOfBytes();
const PAIRS = kindsOfPairs();
const THREES = new Set(TRACES.map((trace) => threeAt(Buffer.from(trace), 0)));

/**
 * The same as `mayStartApiServer` for the bytes of one file among many. Most have no trace of a word and nothing to
 * compose it with; the others are searched for words.
 */
export function isWorthReading(path: string, bytes: Buffer): boolean {
  if (isWellKnownPath(path)) return true;
  const found = searchPairs(bytes);
  if (found === 'nothing') return false;
  return mayHaveWord([decodeForSearch(bytes)], (text) => WORDS.test(text), found === 'trace');
}

/**
 * Only every other pair of bytes is looked up, two pairs at a time: of a trace, or of a quote and what is beside it, one
 * pair is among them. The bytes around it then decide.
 */
function searchPairs(bytes: Buffer): 'trace' | 'pieces' | 'nothing' {
  const mayBeUtf16 = (bytes[0] ?? 0) >= 0xfe;
  if (mayBeUtf16) return 'trace';
  const fours = inFours(bytes);
  const count = fours.length;
  let hasPieces = false;
  for (let index = 0; index < count; index += 1) {
    const four = fours[index] ?? 0;
    const found = (PAIRS[four & 0xffff] ?? 0) | (PAIRS[four >>> 16] ?? 0);
    if (found === 0) continue;
    if (found >= TRACE && hasTrace(bytes, index * 4)) return 'trace';
    if (!hasPieces && ((found & SIGN) !== 0 || ((found & PIECE) !== 0 && hasPiece(bytes, index * 4))))
      hasPieces = true;
  }
  return hasPieces ? 'pieces' : 'nothing';
}

/** The bytes in numbers of four; what fills the last does not matter. */
function inFours({ buffer, byteOffset, length }: Buffer): Uint32Array {
  const count = Math.ceil(length / 4);
  if (byteOffset % 4 === 0 && byteOffset + count * 4 <= buffer.byteLength)
    return new Uint32Array(buffer, byteOffset, count);
  const copy = new Uint32Array(count);
  new Uint8Array(copy.buffer).set(new Uint8Array(buffer, byteOffset, length));
  return copy;
}

/** Whether a trace has one of the two pairs of these four bytes. */
function hasTrace(bytes: Buffer, at: number): boolean {
  for (let start = at - 1; start < at + 3; start += 1) if (THREES.has(threeAt(bytes, start))) return true;
  return false;
}

function threeAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0) | LOWER;
}

/** Whether one of these four bytes is a quote between characters of words or other quotes. */
function hasPiece(bytes: Buffer, at: number): boolean {
  for (let index = at; index < at + 4; index += 1)
    if (kindAt(bytes, index) === OF_QUOTE && kindAt(bytes, index - 1) !== 0 && kindAt(bytes, index + 1) !== 0)
      return true;
  return false;
}

function kindAt(bytes: Buffer, at: number): number {
  return KINDS[bytes[at] ?? 0] ?? 0;
}

function kindsOfBytes(): Uint8Array {
  const kinds = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte += 1)
    if (/[\w-]/.test(String.fromCharCode(byte))) kinds[byte] = OF_WORD;
  for (const quote of QUOTES) kinds[quote] = OF_QUOTE;
  return kinds;
}

/** By the number that this machine reads from the two bytes. */
function kindsOfPairs(): Uint8Array {
  const pairs = new Uint8Array(0x10000);
  const [isLittleEndian] = new Uint8Array(Uint16Array.of(1).buffer);
  const mark = (one: number, two: number, kind: number) => {
    const pair = isLittleEndian ? one | (two << 8) : (one << 8) | two;
    pairs[pair] = (pairs[pair] ?? 0) | kind;
  };
  for (let byte = 0; byte < 256; byte += 1) {
    for (const sign of SIGNS) {
      mark(sign, byte, SIGN);
      mark(byte, sign, SIGN);
    }
    if (KINDS[byte] === 0) continue;
    for (const quote of QUOTES) {
      mark(quote, byte, PIECE);
      mark(byte, quote, PIECE);
    }
  }
  for (const trace of TRACES) {
    const [one = [], two = [], three = []] = [...Buffer.from(trace)].map(inBothCases);
    for (const middle of two) {
      for (const first of one) mark(first, middle, TRACE);
      for (const last of three) mark(middle, last, TRACE);
    }
  }
  return pairs;
}

function inBothCases(byte: number): number[] {
  const character = String.fromCharCode(byte);
  return [...Buffer.from(`${character}${character.toUpperCase()}`)];
}
