import type { Range } from '../model/argument.ts';
import { blanked, merged } from './ranges.ts';

/** A line of a text of which some is to be erased. */
export interface ErasedLine {
  /** Offset of its first character. */
  readonly start: number;
  /** The line without its end, with blanks in place of what is to be erased. */
  readonly left: string;
  /** What of it is to be erased, in order. */
  readonly erased: readonly Range[];
  /** All of it with its end. */
  readonly whole: Range;
}

/** The lines that have something of these ranges. */
export function erasedLines(text: string, ranges: readonly Range[]): ErasedLine[] {
  const lines = new Map<number, Range[]>();
  for (const { start, end } of merged(ranges)) {
    for (let at = start; at < end; at = lineAt(text, at).end) {
      const line = lineAt(text, at);
      const part = { start: at, end: Math.min(end, contentEnd(text, line)) };
      if (part.end > part.start) lines.set(line.start, [...(lines.get(line.start) ?? []), part]);
    }
  }
  const blank = blanked(text, ranges);
  return [...lines].map(([start, erased]) => {
    const whole = lineAt(text, start);
    return { start, left: blank.slice(start, contentEnd(text, whole)), erased, whole };
  });
}

/** The line around an offset, with its end. */
export function lineAt(text: string, offset: number): Range {
  const newline = text.indexOf('\n', offset);
  // From before the text, lastIndexOf looks at its first character.
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return { start, end: newline === -1 ? text.length : newline + 1 };
}

/** Where a line ends without its line feed and carriage return. */
export function contentEnd(text: string, line: Range): number {
  return line.start + text.slice(line.start, line.end).replace(/\r?\n$/, '').length;
}

/**
 * What to delete for the erased parts of a line that keeps others, with the blanks that parted them. A comma that goes
 * with what is behind it leaves the blanks there as they are.
 */
export function partsToDelete(text: string, { start, left, erased }: ErasedLine): Range[] {
  return erased.map((part) => {
    const before = left.slice(0, part.start - start);
    const behind = left.slice(part.end - start);
    const blanksBefore = before.length - before.trimEnd().length;
    if (blanksBefore > 0 && blanksBefore < before.length) {
      return { start: part.start - blanksBefore, end: part.end };
    }
    if (text[part.start] === ',') return part;
    return { start: part.start, end: part.end + behind.length - behind.trimStart().length };
  });
}

/** Deletions in order; one that takes the last lines of a text without a newline at its end leaves it without. */
export function deletions(text: string, ranges: readonly Range[]): Range[] {
  return merged(ranges).map((range) => {
    const isLastLines = range.end === text.length && !text.endsWith('\n') && text[range.start - 1] === '\n';
    if (!isLastLines) return range;
    const hasReturn = text[range.start - 2] === '\r';
    return { start: range.start - (hasReturn ? 2 : 1), end: range.end };
  });
}
