import { NeedsManualEdit } from '../../model/needs-manual-edit.ts';
import { type Item, tokensOf, type WrittenToken } from './yaml-collections.ts';
import type { Place } from './yaml-place.ts';

/** Throws NeedsManualEdit where an alias that stays uses what is removed or changed: it would change there, too. */
export function rejectShared(removed: readonly Place[], changed: readonly Place[]): void {
  const places = [...removed, ...changed];
  const gone = new Set(removed.flatMap(({ item }) => tokensOf(item)));
  const around = new Set([...itemsAround(places)].flatMap(({ anchors }) => anchors));
  for (const document of new Set(places.map(({ item }) => item.document))) {
    const used = new Set(document.filter((token) => isAlias(token) && !gone.has(token)).map(nameOf));
    const isShared = document.some(
      (token) => isAnchor(token) && (gone.has(token) || around.has(token)) && used.has(nameOf(token)),
    );
    if (isShared) throw new NeedsManualEdit('an alias uses the same text elsewhere');
  }
}

/** The items at places, and those that they are in. */
function itemsAround(places: readonly Place[]): Set<Item> {
  const items = new Set<Item>();
  for (const each of places) {
    for (let place: Place | undefined = each; place && !items.has(place.item); place = place.parent) {
      items.add(place.item);
    }
  }
  return items;
}

function isAlias({ type }: WrittenToken): boolean {
  return type === 'alias';
}

function isAnchor({ type }: WrittenToken): boolean {
  return type === 'anchor';
}

function nameOf({ source }: WrittenToken): string {
  return source.slice(1);
}
