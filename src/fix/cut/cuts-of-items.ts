import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../sources/files/source-file.ts';
import { type CutLine, cutLines, cutsInLine, type Lines } from './lines.ts';
import { holds } from './ranges.ts';
import { type Collection, type Item, type ItemPath, partsOf } from './yaml-collections.ts';

/** What to cut to remove items of maps and lists with their commas. A line that had nothing else is cut whole. */
export function cutsOfItems(lines: Lines, paths: readonly ItemPath[]): Range[] {
  const removed = new Set(paths.map(({ item }) => item));
  const collections = [...new Set(paths.map(({ collection }) => collection))];
  const commas = collections
    .flatMap((collection) => (collection.isFlow ? commasOf(lines, collection, removed) : []))
    .map((at) => ({ start: at, end: at + 1 }));
  const parts = [...[...removed].flatMap(partsOf), ...commas];
  const joined = collections
    .flatMap((collection) => joining(lines, collection, removed) ?? [])
    .sort((a, b) => a.start - b.start);
  return [...joined, ...cutLines(lines, parts).flatMap((line) => cutsIn(lines.text, line, joined))];
}

/** @param joined in order */
function cutsIn(text: string, line: CutLine, joined: readonly Range[]): Range[] {
  const from = line.parts[0]?.start ?? 0;
  const next = firstWhere(0, joined.length, (index) => (joined[index]?.start ?? from) > from);
  const before = joined[next - 1];
  if (before && line.parts.every((part) => holds(before, part))) return [];
  return /^\s*(?:#.*)?$/.test(line.left) ? [line.whole] : cutsInLine(text, line);
}

/** What of `- first: 1` is cut so that the next key takes its place after the dash. */
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
  const between = cutLines(lines, items.slice(0, count).flatMap(partsOf));
  const hasComment =
    between.some(({ left }) => left.includes('#')) ||
    text.slice(item.extent.end, next.extent.start).trim() !== '';
  return hasComment ? undefined : { start, end: next.extent.start };
}

/** The offsets of the commas to cut with removed items: the one after each, or before what was the end of the list. */
function commasOf(lines: Lines, { items, commas }: Collection, removed: ReadonlySet<Item>): number[] {
  const lastKept = items.findLastIndex((item) => !removed.has(item));
  return items.flatMap((item, index) => {
    if (!removed.has(item)) return [];
    const { start, end } = item.extent;
    const first = firstWhere(0, commas.length, (at) => (commas[at] ?? start) >= start);
    const previous = commas[first - 1];
    const isAfterOther = previous !== undefined && previous >= (items[index - 1]?.extent.end ?? 0);
    const before = isAfterOther ? previous : undefined;
    const after = commas[firstWhere(first, commas.length, (at) => (commas[at] ?? end) >= end)];
    const isEnd = index > lastKept && after === undefined;
    const isAtEnd = index > lastKept && commas.length < items.length;
    const leads =
      before !== undefined &&
      isOnOneLine(lines, before, start) &&
      after !== undefined &&
      !isOnOneLine(lines, after, end - 1);
    const comma = isEnd || isAtEnd || leads ? before : after;
    return comma === undefined ? [] : [comma];
  });
}

function isOnOneLine({ at }: Lines, offset: number, other: number): boolean {
  return at(offset).start === at(other).start;
}
