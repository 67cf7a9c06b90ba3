import type { Range } from '../model/argument.ts';
import { type ErasedLine, erasedLines, lineAt, partsToDelete } from './lines.ts';
import { holds } from './ranges.ts';
import type { Collection, Item } from './yaml-collections.ts';

/** What to delete so that some of the items of a map or list go, with their commas. A line that had nothing else goes whole. */
export function removalsOfItems(text: string, collection: Collection, removed: ReadonlySet<Item>): Range[] {
  const items = collection.items.filter((item) => removed.has(item));
  const commas = collection.isFlow ? commasOf(text, collection, removed) : [];
  const parts = [...items.flatMap((item) => item.parts), ...commas.map((at) => ({ start: at, end: at + 1 }))];
  const joined = collection.isFlow
    ? []
    : items.flatMap((item) => joining(text, collection, removed, item) ?? []);
  return [...joined, ...erasedLines(text, parts).flatMap((line) => deletionsIn(text, line, joined))];
}

function deletionsIn(text: string, line: ErasedLine, joined: readonly Range[]): Range[] {
  const isDone = joined.some((range) => line.erased.every((part) => holds(range, part)));
  if (isDone) return [];
  return /^\s*(?:#.*)?$/.test(line.left) ? [line.whole] : partsToDelete(text, line);
}

/** What of `- first: 1` is deleted so that the next key takes its place behind the dash. */
function joining(
  text: string,
  { items }: Collection,
  removed: ReadonlySet<Item>,
  item: Item,
): Range | undefined {
  const { start } = item.extent;
  const isFirstOnLine = text.slice(lineAt(text, start).start, start).trim() === '';
  const next = items.find((other) => other.extent.start > start && !removed.has(other));
  if (isFirstOnLine || next === undefined) return undefined;
  const between = erasedLines(
    text,
    items
      .filter((each) => each.extent.start >= start && each.extent.start < next.extent.start)
      .flatMap(({ parts }) => parts),
  );
  const hasComment =
    between.some(({ left }) => left.includes('#')) ||
    text.slice(item.extent.end, next.extent.start).trim() !== '';
  return hasComment ? undefined : { start, end: next.extent.start };
}

/** The offsets of the commas that go with removed items: the one behind each, or before what was the end of the list. */
function commasOf(text: string, { items, commas }: Collection, removed: ReadonlySet<Item>): number[] {
  const lastKept = items.findLastIndex((item) => !removed.has(item));
  return items.flatMap((item, index) => {
    if (!removed.has(item)) return [];
    const before = commas.findLast(
      (at) => at < item.extent.start && at >= (items[index - 1]?.extent.end ?? 0),
    );
    const behind = commas.find((at) => at >= item.extent.end);
    const isEnd = index > lastKept && behind === undefined;
    const isAtEnd = index > lastKept && commas.length < items.length;
    const leads =
      before !== undefined &&
      isOnLineOf(text, before, item.extent.start) &&
      behind !== undefined &&
      !isOnLineOf(text, behind, item.extent.end - 1);
    const comma = isEnd || isAtEnd || leads ? before : behind;
    return comma === undefined ? [] : [comma];
  });
}

function isOnLineOf(text: string, offset: number, other: number): boolean {
  return lineAt(text, offset).start === lineAt(text, other).start;
}
