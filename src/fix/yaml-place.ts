import type { Range } from '../model/argument.ts';
import { holds } from './ranges.ts';
import type { Collection, Item } from './yaml-collections.ts';

/** An item in its collection, and the item that has the collection as its value. */
export interface Place {
  readonly collection: Collection;
  readonly item: Item;
  readonly parent: Place | undefined;
}

/** The innermost item that holds a range; undefined where none does. */
export function placeOf(range: Range, roots: readonly Collection[]): Place | undefined {
  let place: Place | undefined;
  let collections = roots;
  for (;;) {
    const found = collections.flatMap((collection) =>
      collection.items.map((item): Place => ({ collection, item, parent: place })),
    );
    const next = found.find(({ item }) => holds(item.extent, range));
    if (next === undefined) return place;
    place = next;
    collections = next.item.value ? [next.item.value] : [];
  }
}

/** The places from one up to the root of its document. */
export function pathOf(place: Place): Place[] {
  return place.parent === undefined ? [place] : [place, ...pathOf(place.parent)];
}
