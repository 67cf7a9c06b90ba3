import { type CST, isMap } from 'yaml';
import type { Range } from '../../model/argument.ts';
import { groupBy } from '../../model/group-by.ts';
import { NeedsManualEdit } from '../../model/problem.ts';
import { toSourceFile } from '../../sources/files/source-file.ts';
import { readAssignments } from '../../sources/files/systemd/lines.ts';
import { cutsInScalar } from './cuts-in-scalar.ts';
import { cutsInWords } from './cuts-in-words.ts';
import { cutsOfItems } from './cuts-of-items.ts';
import { cutsInOrder, toLines } from './lines.ts';
import { without } from './ranges.ts';
import { rejectAliased } from './reject-aliased.ts';
import { verifyYaml } from './verify-yaml.ts';
import {
  type Collection,
  type Item,
  type ItemPath,
  itemAt,
  type ParsedYaml,
  parseYaml,
} from './yaml-collections.ts';

/**
 * What to cut from a text to remove what is written for some arguments: ranges in order. No other byte needs to change.
 * Throws NeedsManualEdit where that is not safe.
 *
 * @param written all that is written for each argument
 */
export function cutsIn(text: string, written: readonly Range[]): Range[] {
  const yaml = parseYaml(text);
  return yaml === undefined ? cutsInWords(text, written, true) : cutsInYaml(text, yaml, written);
}

/** The same for a string of a YAML file: a configuration, which is a map of several lines
 * or names its kind, a unit, or what a shell runs. */
function cutsInString(text: string, written: readonly Range[]): Range[] {
  const yaml = parseYaml(text);
  const isConfiguration = yaml?.documents.some(
    ({ contents }) => isMap(contents) && (!contents.flow || contents.has('kind')),
  );
  if (yaml && isConfiguration) return cutsInYaml(text, yaml, written);
  return cutsInWords(text, written, readAssignments(toSourceFile('', text)) !== undefined);
}

/**
 * What to cut from YAML or JSON: items of lists, keys with their values, and words of a string. A list or map that becomes
 * empty is removed with its key.
 */
function cutsInYaml(text: string, yaml: ParsedYaml, written: readonly Range[]): Range[] {
  const removed = new Map<Item, ItemPath>();
  const changed = new Map<CST.Token, { path: ItemPath; ranges: Range[] }>();
  const withDuplicates = duplicatesIn(yaml);
  for (const range of written.map((each) => trimmed(text, each))) {
    const path = itemAt(range, yaml.roots);
    if (path === undefined || isBetweenItems(range, path.item)) {
      throw new NeedsManualEdit('its position in the file is unclear');
    }
    const { value } = path.item.token;
    const isInside = value && yaml.scalars.has(value) && isPartOf(range, value);
    if (isInside) {
      const ranges = changed.get(value)?.ranges ?? [];
      changed.set(value, { path, ranges });
      ranges.push(range);
    } else if (!removed.has(path.item)) {
      for (const each of withDuplicates(path)) removed.set(each.item, each);
    }
  }
  replaceEmptied(removed, withDuplicates);
  rejectAliased(
    [...removed.values()],
    [...changed.values()].map(({ path }) => path),
    text,
  );
  const lines = toLines(text);
  const scalars = [...changed].flatMap(([token, { ranges }]) => {
    const scalar = yaml.scalars.get(token);
    return scalar ? [{ token, ...cutsInScalar(lines, scalar, ranges, cutsInString) }] : [];
  });
  const found = cutsInOrder(text, [
    ...scalars.flatMap(({ cuts }) => cuts),
    ...cutsOfItems(lines, [...removed.values()]),
  ]);
  verifyYaml(yaml, without(text, found), {
    removed: [...removed.keys()].map(({ token }) => token),
    changed: new Map(scalars.map(({ token, left }) => [token, left])),
  });
  return found;
}

/** Without the line end that a block scalar has. */
function trimmed(text: string, { start, end }: Range): Range {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** After a key, in its list or map, but in none of the items there. */
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
type WithDuplicates = (path: ItemPath) => ItemPath[];

function duplicatesIn({ scalars }: ParsedYaml): WithDuplicates {
  const known = new Map<Collection, Map<unknown, Item[]>>();
  const keyOf = ({ token: { key } }: Item) => (key ? scalars.get(key)?.value : undefined);
  const byKey = (collection: Collection) => {
    const found = known.get(collection) ?? groupBy(collection.items, (item) => [keyOf(item)]);
    known.set(collection, found);
    return found;
  };
  return (path) => {
    const key = keyOf(path.item);
    const same = key === undefined ? undefined : byKey(path.collection).get(key);
    return [path, ...(same ?? []).map((item) => ({ ...path, item }))];
  };
}

/** Puts the items whose list or map has become empty in place of what was in them. */
function replaceEmptied(removed: Map<Item, ItemPath>, withDuplicates: WithDuplicates): void {
  const kept = new Map<Collection, number>();
  // The loop also visits what is added while it runs.
  for (const { collection, parent } of removed.values()) {
    const left = (kept.get(collection) ?? collection.items.length) - 1;
    kept.set(collection, left);
    if (parent === undefined || left > 0) continue;
    for (const item of collection.items) removed.delete(item);
    if (removed.has(parent.item)) continue;
    for (const each of withDuplicates(parent)) removed.set(each.item, each);
  }
}
