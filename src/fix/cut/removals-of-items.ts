import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../model/first-where.ts';
import { type ErasedLine, erasedLines, type Lines, partsToDelete } from './lines.ts';
import { holds } from './ranges.ts';
import { type Collection, type Item, partsOf } from './yaml-collections.ts';
import type { Place } from './yaml-place.ts';

/** What to delete so that items of maps and lists go, with their commas. A line that had nothing else goes whole. */
export function removalsOfItems(lines: Lines, places: readonly Place[]): Range[] {
  const removed = new Set(places.map(({ item }) => item));
  const collections = [...new Set(places.map(({ collection }) => collection))];
  const commas = collections
    .flatMap((collection) => (collection.isFlow ? commasOf(lines, collection, removed) : []))
    .map((at) => ({ start: at, end: at + 1 }));
  const parts = [...[...removed].flatMap(partsOf), ...commas];
  const joined = collections
    .flatMap((collection) => joining(lines, collection, removed) ?? [])
    .sort((a, b) => a.start - b.start);
  return [...joined, ...erasedLines(lines, parts).flatMap((line) => deletionsIn(lines.text, line, joined))];
}

/** @param joined in order */
function deletionsIn(text: string, line: ErasedLine, joined: readonly Range[]): Range[] {
  const from = line.erased[0]?.start ?? 0;
  const next = firstWhere(0, joined.length, (index) => (joined[index]?.start ?? from) > from);
  const before = joined[next - 1];
  if (before && line.erased.every((part) => holds(before, part))) return [];
  return /^\s*(?:#.*)?$/.test(line.left) ? [line.whole] : partsToDelete(text, line);
}

/** What of `- first: 1` is deleted so that the next key takes its place behind the dash. */
function joining(lines: Lines, { isFlow, items }: Collection, removed: ReadonlySet<Item>): Range | undefined {
  // Any other item of a block has a line of its own.
  const [item] = items;
  if (isFlow || item === undefined || !removed.has(item)) return undefined;
  const { text } = lines;
  const { start } = item.extent;
  const isFirstOnLine = text.slice(lines.at(start).start, start).trim() === '';
  const count = items.findIndex((other) => !removed.has(other));
  const next = items[count];
  if (isFirstOnLine || next === undefined) return undefined;
  const between = erasedLines(lines, items.slice(0, count).flatMap(partsOf));
  const hasComment =
    between.some(({ left }) => left.includes('#')) ||
    text.slice(item.extent.end, next.extent.start).trim() !== '';
  return hasComment ? undefined : { start, end: next.extent.start };
}

/** The offsets of the commas that go with removed items: the one behind each, or before what was the end of the list. */
function commasOf(lines: Lines, { items, commas }: Collection, removed: ReadonlySet<Item>): number[] {
  const lastKept = items.findLastIndex((item) => !removed.has(item));
  return items.flatMap((item, index) => {
    if (!removed.has(item)) return [];
    const { start, end } = item.extent;
    const first = firstWhere(0, commas.length, (at) => (commas[at] ?? start) >= start);
    const previous = commas[first - 1];
    const isAfterOther = previous !== undefined && previous >= (items[index - 1]?.extent.end ?? 0);
    const before = isAfterOther ? previous : undefined;
    const behind = commas[firstWhere(first, commas.length, (at) => (commas[at] ?? end) >= end)];
    const isEnd = index > lastKept && behind === undefined;
    const isAtEnd = index > lastKept && commas.length < items.length;
    const leads =
      before !== undefined &&
      isOnOneLine(lines, before, start) &&
      behind !== undefined &&
      !isOnOneLine(lines, behind, end - 1);
    const comma = isEnd || isAtEnd || leads ? before : behind;
    return comma === undefined ? [] : [comma];
  });
}

function isOnOneLine({ at }: Lines, offset: number, other: number): boolean {
  return at(offset).start === at(other).start;
}
