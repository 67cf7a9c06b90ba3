import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../model/first-where.ts';
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

/** The lines that have something of these ranges. */
export function erasedLines(lines: Lines, ranges: readonly Range[]): ErasedLine[] {
  const found = new Map<number, Range[]>();
  for (const { start, end } of merged(ranges)) {
    for (let at = start; at < end; at = lines.at(at).end) {
      const line = lines.at(at);
      const part = { start: at, end: Math.min(end, contentEnd(lines.text, line)) };
      if (part.end <= part.start) continue;
      const erased = found.get(line.start) ?? [];
      found.set(line.start, erased);
      erased.push(part);
    }
  }
  return [...found].map(([start, erased]) => {
    const whole = lines.at(start);
    const content = lines.text.slice(start, contentEnd(lines.text, whole));
    const inside = erased.map((part) => ({ start: part.start - start, end: part.end - start }));
    return { start, left: blanked(content, inside), erased, whole };
  });
}

/** Where a line ends without its line feed and carriage return. */
export function contentEnd(text: string, { start, end }: Range): number {
  if (end === start || text[end - 1] !== '\n') return end;
  return end - 1 > start && text[end - 2] === '\r' ? end - 2 : end - 1;
}

/**
 * What to delete for the erased parts of a line that keeps others, with the blanks that parted them. A comma that goes
 * with what is behind it leaves the blanks there as they are.
 */
export function partsToDelete(text: string, { start, left, erased }: ErasedLine): Range[] {
  const kept = [...left.matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    start: start + index,
    end: start + index + word.length,
  }));
  return erased.map((part) => {
    const next = firstWhere(0, kept.length, (index) => (kept[index]?.start ?? 0) >= part.end);
    const before = kept[next - 1]?.end;
    if (before !== undefined && before < part.start) return { start: before, end: part.end };
    if (text[part.start] === ',') return part;
    return { start: part.start, end: kept[next]?.start ?? start + left.length };
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
