import type { Range } from '../../model/argument.ts';

/** Whether one range holds all of another. */
export function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Ranges in order, those that touch put together. */
export function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || range.start > last.end) result.push(range);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return result;
}

/** A text without these ranges, which are in order and do not touch. */
export function without(text: string, ranges: readonly Range[]): string {
  const starts = [0, ...ranges.map(({ end }) => end)];
  return starts.map((start, index) => text.slice(start, ranges[index]?.start)).join('');
}

/** A text of the same length with blanks in place of ranges. */
export function blanked(text: string, ranges: readonly Range[]): string {
  const parts = merged(ranges);
  const kept = [0, ...parts.map(({ end }) => end)].map((start, index) =>
    text.slice(start, parts[index]?.start),
  );
  const blanks = parts.map(({ start, end }) => ' '.repeat(end - start));
  return kept.map((part, index) => part + (blanks[index] ?? '')).join('');
}
