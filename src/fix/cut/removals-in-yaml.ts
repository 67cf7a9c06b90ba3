import type { CST } from 'yaml';
import type { Range } from '../../model/argument.ts';
import { NeedsManualEdit } from '../../model/needs-manual-edit.ts';
import { deletions, toLines } from './lines.ts';
import { without } from './ranges.ts';
import { rejectOtherChanges } from './verify-yaml.ts';
import { rejectShared } from './reject-aliased.ts';
import { removalsInScalar } from './removals-in-scalar.ts';
import { removalsOfItems } from './removals-of-items.ts';
import type { Collection, Item, ParsedYaml } from './yaml-collections.ts';
import { type Place, placeOf } from './yaml-place.ts';

/**
 * What to delete from YAML or JSON so that what is written for some arguments goes: items of lists, keys with their
 * values, and words of a string. A list or map that becomes empty goes with its key. Throws NeedsManualEdit where that would change
 * anything else.
 */
export function removalsInYaml(text: string, yaml: ParsedYaml, written: readonly Range[]): Range[] {
  const removed = new Map<Item, Place>();
  const changed = new Map<CST.Token, { place: Place; ranges: Range[] }>();
  const withDuplicates = duplicatesIn(yaml);
  for (const range of written.map((each) => trimmed(text, each))) {
    const place = placeOf(range, yaml.roots);
    if (place === undefined || isBetweenItems(range, place.item)) {
      throw new NeedsManualEdit('its place in the file is not clear');
    }
    const { value } = place.item.token;
    const isInside = value && yaml.scalars.has(value) && isPartOf(range, value);
    if (isInside) {
      const ranges = changed.get(value)?.ranges ?? [];
      changed.set(value, { place, ranges });
      ranges.push(range);
    } else if (!removed.has(place.item)) {
      for (const each of withDuplicates(place)) removed.set(each.item, each);
    }
  }
  replaceEmptied(removed, withDuplicates);
  rejectShared(
    [...removed.values()],
    [...changed.values()].map(({ place }) => place),
  );
  const lines = toLines(text);
  const scalars = [...changed].flatMap(([token, { ranges }]) => {
    const scalar = yaml.scalars.get(token);
    return scalar ? [{ token, ...removalsInScalar(lines, scalar, ranges) }] : [];
  });
  const found = deletions(text, [
    ...scalars.flatMap(({ deleted }) => deleted),
    ...removalsOfItems(lines, [...removed.values()]),
  ]);
  rejectOtherChanges(yaml, without(text, found), {
    removed: [...removed.keys()].map(({ token }) => token),
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
type WithDuplicates = (place: Place) => Place[];

function duplicatesIn({ scalars }: ParsedYaml): WithDuplicates {
  const known = new Map<Collection, Map<unknown, Item[]>>();
  const keyOf = ({ token: { key } }: Item) => (key ? scalars.get(key)?.value : undefined);
  const byKey = (collection: Collection) => {
    const found = known.get(collection) ?? grouped(collection.items, keyOf);
    known.set(collection, found);
    return found;
  };
  return (place) => {
    const key = keyOf(place.item);
    const same = key === undefined ? undefined : byKey(place.collection).get(key);
    return [place, ...(same ?? []).map((item) => ({ ...place, item }))];
  };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => unknown): Map<unknown, T[]> {
  const groups = new Map<unknown, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one)) ?? [];
    groups.set(keyOf(one), group);
    group.push(one);
  }
  return groups;
}

/** Puts the items whose list or map has become empty in place of what was in them. */
function replaceEmptied(removed: Map<Item, Place>, withDuplicates: WithDuplicates): void {
  const kept = new Map<Collection, number>();
  // What is added while it goes through them is gone through as well.
  for (const { collection, parent } of removed.values()) {
    const left = (kept.get(collection) ?? collection.items.length) - 1;
    kept.set(collection, left);
    if (parent === undefined || left > 0) continue;
    for (const item of collection.items) removed.delete(item);
    if (removed.has(parent.item)) continue;
    for (const each of withDuplicates(parent)) removed.set(each.item, each);
  }
}
