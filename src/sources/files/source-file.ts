import type { Range, Span } from '../../model/argument.ts';

/** The text of a file, in which offsets can be turned into lines and columns. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** From one offset up to another, cut at the end of the first line; in `outer`, if the text is in another file. */
  spanOf(start: number, end: number): Span;
  /** What is written from one offset up to another: offsets into the text of `outer`, or else of this file. */
  rangeOf(start: number, end: number): Range;
  /** The file that can be opened, if this one is only written in it. */
  readonly outer?: SourceFile;
  /** The text is not written as it is, but in base64 or another encoding. */
  readonly isEncoded?: true;
}

/** The file that can be opened: the one that a text is written in, or the file itself. */
export function outermost(file: SourceFile): SourceFile {
  return file.outer ?? file;
}

/** Lines end with LF or CRLF, which is not part of them; a byte-order mark does not count as a column. */
export function toSourceFile(path: string, written: string): SourceFile {
  const text = written.replace(/^\ufeff/, '');
  const lines = text.split('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const withoutReturn = lines.map((line) => line.replace(/\r$/, ''));
  return {
    path,
    text,
    lines: withoutReturn,
    rangeOf: (start, end) => ({ start, end }),
    spanOf(start, end) {
      const index = firstWhere(1, starts.length, (next) => (starts[next] ?? 0) > start) - 1;
      const lineStart = starts[index] ?? 0;
      const lineEnd = lineStart + (withoutReturn[index]?.length ?? 0);
      return {
        line: index + 1,
        column: start - lineStart + 1,
        length: Math.max(Math.min(end, lineEnd) - start, 1),
      };
    },
  };
}

/** The first whole number from `low` up to `high` for which a condition holds that holds for all after it; or `high`. */
export function firstWhere(low: number, high: number, holds: (candidate: number) => boolean): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** After this many vain attempts, nothing more is found. */
const MAX_MISSES = 1000;

/**
 * Finds words in a text, each after the one before, in linear time. `isWord` says whether an occurrence of the
 * characters is the whole word.
 */
export function wordFinder(text: string, isWord: (start: number, end: number) => boolean = () => true) {
  let from = 0;
  let misses = 0;
  return (word: string): { start: number; end: number } | undefined => {
    if (word === '') return undefined;
    let start = from - 1;
    while (misses < MAX_MISSES) {
      start = text.indexOf(word, start + 1);
      const end = start + word.length;
      if (start !== -1 && isWord(start, end)) {
        from = end;
        return { start, end };
      }
      misses += 1;
      if (start === -1) break;
    }
    return undefined;
  };
}
