import { MAX_DEPTH } from './document-handler.ts';
import { MAX_TEXT } from './inspect-json.ts';

const [LINE_FEED, BLANK, QUOTE, COLON, BACKSLASH] = [0x0a, 0x20, 0x22, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d];
const REPORTS = 'reports';

/** A byte of a text that is printable by itself, a blank, which has to be between such words, and a colon, which must not begin one. */
const [IN_WORD, BETWEEN_WORDS, NOT_FIRST] = [1, 2, 3];
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === BLANK) return BETWEEN_WORDS;
  if (byte === COLON) return NOT_FIRST;
  return /[!$-[\]-~]/.test(String.fromCharCode(byte)) ? IN_WORD : 0;
});

interface SimpleDocument {
  /** Where it ends. */
  readonly end: number;
  readonly keys: number;
  readonly lineFeeds: number;
  /** Whether every text in it is printable beyond doubt. */
  readonly isPlain: boolean;
}

/**
 * A JSON object as `JsonDocuments` finds it, in a quarter of the time; undefined for one that may need more than finding its
 * end: it is as large as no text in it may be, not all of it is there, or it may have a fault or reports in it.
 */
export function simpleDocument(chunk: Buffer, from: number): SimpleDocument | undefined {
  const limit = Math.min(chunk.length, from + MAX_TEXT);
  let keys = 0;
  let lineFeeds = 0;
  let depth = 0;
  let isPlain = true;
  let textEnd = from;
  for (let at = from; at < limit; at += 1) {
    const byte = chunk[at];
    if (byte === BLANK) continue;
    if (byte === QUOTE) {
      let before = 0;
      for (at += 1; at < limit; at += 1) {
        const inner = chunk[at] ?? 0;
        const kind = KINDS[inner];
        if (kind === IN_WORD) before = kind;
        else if (kind === BETWEEN_WORDS && before === IN_WORD) before = kind;
        else if (kind !== NOT_FIRST || before !== IN_WORD) {
          if (inner === QUOTE) break;
          if (inner === LINE_FEED) return undefined;
          if (inner === BACKSLASH && chunk[at + 1] !== LINE_FEED) at += 1;
          isPlain = false;
        }
      }
      if (before === BETWEEN_WORDS) isPlain = false;
      textEnd = at;
    } else if (byte === COLON) keys += 1;
    else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1;
      const isList = byte === OPEN_LIST && depth === 2;
      if (isList && chunk.toString('latin1', textEnd - REPORTS.length, textEnd) === REPORTS) return undefined;
      if (depth > MAX_DEPTH) return undefined;
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return { end: at + 1, keys, lineFeeds, isPlain };
    } else if (byte === LINE_FEED) {
      lineFeeds += 1;
      if (chunk[at + 1] === OPEN) return undefined;
    }
  }
  return undefined;
}
