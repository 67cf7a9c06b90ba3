import { ByHand } from './by-hand.ts';
import type { Collection } from './yaml-collections.ts';
import { type Place, pathOf } from './yaml-place.ts';

/** Throws ByHand where an alias uses what is to be removed or changed at a place: it would change there, too. */
export function rejectShared(place: Place, isRemoved: boolean): void {
  const path = pathOf(place);
  const root = path.at(-1)?.collection;
  const inside = isRemoved ? place.item.anchors : [];
  const around = path.flatMap(({ item }) => item.ownAnchors);
  const uses = root === undefined ? [] : aliasesIn(root);
  const own = isRemoved ? place.item.aliases : [];
  for (const name of [...inside, ...around]) {
    if (count(uses, name) > count(own, name)) {
      throw new ByHand('an alias uses the same text elsewhere');
    }
  }
}

function aliasesIn({ items }: Collection): string[] {
  return items.flatMap(({ aliases }) => aliases);
}

function count(names: readonly string[], name: string): number {
  return names.filter((each) => each === name).length;
}
