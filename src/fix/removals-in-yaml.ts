import type { CST } from 'yaml';
import type { Range } from '../model/argument.ts';
import { ByHand } from './by-hand.ts';
import { deletions } from './lines.ts';
import { without } from './ranges.ts';
import { rejectOtherChanges } from './reject-other-changes.ts';
import { rejectShared } from './reject-shared.ts';
import { removalsInScalar } from './removals-in-scalar.ts';
import { removalsOfItems } from './removals-of-items.ts';
import type { Collection, Item, ParsedYaml } from './yaml-collections.ts';
import { type Place, placeOf } from './yaml-place.ts';

/**
 * What to delete from YAML or JSON so that what is written for some arguments goes: items of lists, keys with their
 * values, and words of a string. A list or map that becomes empty goes with its key. Throws ByHand where that would change
 * anything else.
 */
export function removalsInYaml(text: string, yaml: ParsedYaml, written: readonly Range[]): Range[] {
  const removed = new Map<Item, Place>();
  const changed = new Map<CST.Token, Range[]>();
  for (const range of written.map((each) => trimmed(text, each))) {
    const place = placeOf(range, yaml.roots);
    if (place === undefined || isBetweenItems(range, place.item)) {
      throw new ByHand('its place in the file is not clear');
    }
    const { value } = place.item.token;
    const isInside = value && yaml.scalars.has(value) && isPartOf(range, value);
    rejectShared(place, !isInside);
    if (isInside) changed.set(value, [...(changed.get(value) ?? []), range]);
    else for (const each of withDuplicates(place, yaml)) removed.set(each.item, each);
  }
  withEmptied(removed, yaml);
  const scalars = [...changed].flatMap(([token, ranges]) => {
    const scalar = yaml.scalars.get(token);
    return scalar ? [{ token, ...removalsInScalar(text, scalar, ranges) }] : [];
  });
  const items = new Set(removed.keys());
  const collections = new Set([...removed.values()].map(({ collection }) => collection));
  const found = deletions(text, [
    ...scalars.flatMap(({ deleted }) => deleted),
    ...[...collections].flatMap((collection) => removalsOfItems(text, collection, items)),
  ]);
  rejectOtherChanges(yaml, without(text, found), {
    removed: [...items].map(({ token }) => token),
    changed: new Map(scalars.map(({ token, left }) => [token, left])),
  });
  return found;
}

/** Without the line end that a block scalar has. */
function trimmed(text: string, { start, end }: Range): Range {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** Behind a key, in its list or map, but in none of the items there. */
function isBetweenItems({ start }: Range, { token: { key }, value }: Item): boolean {
  return value !== undefined && key !== undefined && key !== null && start > key.offset;
}

function isPartOf({ start, end }: Range, token: CST.Token): boolean {
  if (token.type === 'block-scalar') return start > token.offset;
  return (
    'source' in token &&
    start >= token.offset &&
    (start > token.offset || end < token.offset + token.source.length)
  );
}

/** An item with those that have the same key: only the last of them counts, and removing it would bring back another. */
function withDuplicates(place: Place, { scalars }: ParsedYaml): Place[] {
  const keyOf = ({ token: { key } }: Item) => (key ? scalars.get(key)?.value : undefined);
  const key = keyOf(place.item);
  const same = place.collection.items.filter((item) => key !== undefined && keyOf(item) === key);
  return [place, ...same.map((item) => ({ ...place, item }))];
}

/** Adds the items whose list or map has become empty, in place of what was in them. */
function withEmptied(removed: Map<Item, Place>, yaml: ParsedYaml): void {
  for (const { collection, parent } of removed.values()) {
    if (parent === undefined || !isEmptied(collection, removed)) continue;
    for (const item of collection.items) removed.delete(item);
    for (const each of withDuplicates(parent, yaml)) {
      rejectShared(each, true);
      removed.set(each.item, each);
    }
  }
}

function isEmptied({ items }: Collection, removed: ReadonlyMap<Item, Place>): boolean {
  return items.every((item) => removed.has(item));
}
