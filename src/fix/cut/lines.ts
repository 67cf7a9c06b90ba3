import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../sources/files/source-file.ts';
import { blanked, merged } from './ranges.ts';

/** A line of a text with parts to cut. */
export interface CutLine {
  /** Offset of its first character. */
  readonly start: number;
  /** The line without its end, with blanks in place of the parts. */
  readonly left: string;
  /** In order. */
  readonly parts: readonly Range[];
  /** All of it with its end. */
  readonly whole: Range;
}

/** A text whose lines are found without reading the others. */
export interface Lines {
  readonly text: string;
  /** The line around an offset, with its end. */
  readonly at: (offset: number) => Range;
}

export function toLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const startOf = (index: number) => starts[index] ?? text.length;
  return {
    text,
    at: (offset) => {
      const next = firstWhere(1, starts.length, (index) => startOf(index) > offset);
      return { start: startOf(next - 1), end: startOf(next) };
    },
  };
}

/** The lines that these ranges are in. */
export function cutLines(lines: Lines, ranges: readonly Range[]): CutLine[] {
  const found = new Map<number, Range[]>();
  for (const { start, end } of merged(ranges)) {
    for (let at = start; at < end; at = lines.at(at).end) {
      const line = lines.at(at);
      const part = { start: at, end: Math.min(end, contentEnd(lines.text, line)) };
      if (part.end <= part.start) continue;
      const parts = found.get(line.start) ?? [];
      found.set(line.start, parts);
      parts.push(part);
    }
  }
  return [...found].map(([start, parts]) => {
    const whole = lines.at(start);
    const content = lines.text.slice(start, contentEnd(lines.text, whole));
    const inside = parts.map((part) => ({ start: part.start - start, end: part.end - start }));
    return { start, left: blanked(content, inside), parts, whole };
  });
}

/** Where a line ends without its line feed and carriage return. */
export function contentEnd(text: string, { start, end }: Range): number {
  if (end === start || text[end - 1] !== '\n') return end;
  return end - 1 > start && text[end - 2] === '\r' ? end - 2 : end - 1;
}

/**
 * What to cut from a line that keeps other words, with the blanks between. A comma that is cut with what comes after it
 * leaves the blanks there as they are.
 */
export function cutsInLine(text: string, { start, left, parts }: CutLine): Range[] {
  const kept = [...left.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    start: start + index,
    end: start + index + word.length,
  }));
  return parts.map((part) => {
    const next = firstWhere(0, kept.length, (index) => (kept[index]?.start ?? 0) >= part.end);
    const before = kept[next - 1]?.end;
    if (before !== undefined && before < part.start) return { start: before, end: part.end };
    if (text[part.start] === ',') return part;
    return { start: part.start, end: kept[next]?.start ?? start + left.length };
  });
}

/** Cuts in order; one that takes the last lines of a text without a newline at its end leaves it without. */
export function cutsInOrder(text: string, ranges: readonly Range[]): Range[] {
  return merged(ranges).map((range) => {
    const isLastLines = range.end === text.length && !text.endsWith('\n') && text[range.start - 1] === '\n';
    if (!isLastLines) return range;
    const hasReturn = text[range.start - 2] === '\r';
    return { start: range.start - (hasReturn ? 2 : 1), end: range.end };
  });
}
