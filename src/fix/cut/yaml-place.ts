import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../model/first-where.ts';
import { holds } from './ranges.ts';
import type { Collection, Item } from './yaml-collections.ts';

/** An item in its collection, and the item that has the collection as its value. */
export interface Place {
  readonly collection: Collection;
  readonly item: Item;
  readonly parent: Place | undefined;
}

/** The innermost item that holds a range; undefined where none does. Items stand in order. */
export function placeOf(range: Range, roots: readonly Collection[]): Place | undefined {
  const root = lastBefore(range, roots, ({ start }) => start);
  let place: Place | undefined;
  let collection = root;
  while (collection !== undefined) {
    const item = lastBefore(range, collection.items, ({ extent }) => extent.start);
    if (item === undefined || !holds(item.extent, range)) return place;
    place = { collection, item, parent: place };
    collection = item.value;
  }
  return place;
}

/** The last of what begins no later than a range. */
function lastBefore<T>(range: Range, all: readonly T[], startOf: (one: T) => number): T | undefined {
  const next = firstWhere(0, all.length, (index) => {
    const one = all[index];
    return one !== undefined && startOf(one) > range.start;
  });
  return all[next - 1];
}

/** The places from one up to the root of its document. */
export function pathOf(place: Place): Place[] {
  return place.parent === undefined ? [place] : [place, ...pathOf(place.parent)];
}
