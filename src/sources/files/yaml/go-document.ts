import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import { anchorOf } from './anchors.ts';
import type { GoDifference } from './go-difference.ts';
import { isMergeKey } from './node.ts';

const CORE = 'tag:yaml.org,2002:';

/** The first thing in a document that the versions of go-yaml read differently or reject. */
export function findInDocument(document: Document): GoDifference | undefined {
  // The search of keys needs documents in which no map contains itself.
  return findTag(document) ?? findInAliases(document) ?? findInKeys(document);
}

function differenceAt(node: unknown, what: string): GoDifference {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return { start: (hasRange && node.range?.[0]) || 0, what };
}

function findTag(document: Document): GoDifference | undefined {
  let found: GoDifference | undefined;
  visit(document, {
    Node: (_, node) => {
      if (isReadAlike(node)) return undefined;
      found = differenceAt(node, 'Kubernetes may not read this tag');
      return visit.BREAK;
    },
  });
  return found;
}

function isReadAlike(node: Node): boolean {
  const tag = 'tag' in node ? node.tag : undefined;
  if (tag === undefined) return true;
  if (isScalar(node) && node.value === '<<') return false;
  const isText = isScalar(node) && tag === `${CORE}str` && node.value !== '';
  return isText || (!tag.startsWith(CORE) && tag !== '!');
}

/**
 * How many values aliases may repeat, for each written value and in any document. go-yaml accepts every document within
 * these limits: see allowedAliasRatio in https://github.com/go-yaml/yaml/blob/v2.4.0/decode.go
 */
const REPEATED_FOR_EACH = 10;
const REPEATED_ALWAYS = 800;
const REPEATED_AT_MOST = 396_000;

/** A longer text counts as several values, because it is read each time. */
const CHARACTERS_OF_ONE = 200;

/** The first alias that go-yaml rejects: without an anchor before it, inside what it repeats, or one too many. */
export function findInAliases(document: Document): GoDifference | undefined {
  const sizes = new Map<unknown, number>();
  let written = 0;
  let repeated = 0;
  let found: GoDifference | undefined;
  visit(document, {
    Node: (_, node, path) => {
      written += weightOf(node);
      if (!isAlias(node)) return undefined;
      const target = anchorOf(node, document);
      repeated += sizeOf(target, document, sizes);
      const most = Math.min(REPEATED_FOR_EACH * written + REPEATED_ALWAYS, REPEATED_AT_MOST);
      const what =
        target === undefined
          ? 'there is no anchor of this name before the alias'
          : path.includes(target)
            ? 'an anchor contains itself'
            : repeated > most
              ? 'it has too many aliases'
              : undefined;
      if (what === undefined) return undefined;
      found = differenceAt(node, what);
      return visit.BREAK;
    },
  });
  return found;
}

/** The number of values in a node with its aliases followed; the sizes of earlier nodes are known. */
function sizeOf(node: unknown, document: Document, sizes: Map<unknown, number>): number {
  if (isAlias(node)) return 1 + (sizes.get(anchorOf(node, document)) ?? 0);
  const known = sizes.get(node);
  if (known !== undefined) return known;
  const size = partsOf(node).reduce<number>(
    (sum, part) => sum + sizeOf(part, document, sizes),
    weightOf(node),
  );
  sizes.set(node, size);
  return size;
}

function weightOf(node: unknown): number {
  if (!isScalar(node)) return 1;
  const [start = 0, end = 0] = node.range ?? [];
  return 1 + Math.floor((end - start) / CHARACTERS_OF_ONE);
}

function partsOf(node: unknown): readonly unknown[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => [key, value]);
  return isSeq(node) ? (node as { readonly items: readonly (Node | null)[] }).items : [];
}

/** The first key of a document that Kubernetes, or one of its releases, reads differently. */
export function findInKeys(document: Document): GoDifference | undefined {
  const isJson = isMap(document.contents) && document.contents.flow === true;
  let found: GoDifference | undefined;
  visit(document, {
    Map: (_, map) => {
      found = findMerge(map, document) ?? (isJson ? findRepeated(map) : undefined);
      return found && visit.BREAK;
    },
  });
  return found ?? findKind(document.contents);
}

/** If a merge key follows own keys, yaml.v2 uses the merged values and yaml.v3 the own. */
function findMerge(map: YAMLMap, document: Document): GoDifference | undefined {
  const before = new Set<unknown>();
  let isMerged = false;
  for (const pair of map.items as Pair[]) {
    if (!isScalar(pair.key) || !isMergeKey(pair.key)) {
      const key = isAlias(pair.key) ? anchorOf(pair.key, document) : pair.key;
      if (isScalar(key)) before.add(key.value);
      continue;
    }
    if (isMerged)
      return differenceAt(pair.key, 'Kubernetes releases differ in which of several merge keys they read');
    isMerged = true;
    const brought = mergedKeys(pair.value, document);
    if (brought === undefined) return differenceAt(pair.key, 'Kubernetes may not merge this value');
    if (brought.some((key) => before.has(key)))
      return differenceAt(pair.key, 'a merge key repeats an earlier key, and it is unclear which one counts');
  }
  return undefined;
}

/**
 * The keys that a merge adds; undefined if its value may not be merged. Merges inside merged maps count only through
 * aliases.
 */
function mergedKeys(value: unknown, document: Document, isWithin = false): unknown[] | undefined {
  const isNamed = isAlias(value);
  const node = isNamed ? anchorOf(value, document) : value;
  if (isSeq(node) && !isNamed && !isWithin)
    return allOf(node.items.map((item) => mergedKeys(item, document, true)));
  if (!isMap(node)) return undefined;
  return allOf(
    node.items.map(({ key, value: inner }) => {
      if (isScalar(key) && isMergeKey(key)) return isNamed ? mergedKeys(inner, document) : undefined;
      const own = isAlias(key) ? anchorOf(key, document) : key;
      return isScalar(own) ? [own.value] : [];
    }),
  );
}

function allOf(lists: readonly (unknown[] | undefined)[]): unknown[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** JSON decoding merges an object, or the items of a list, into an earlier one under the same key. */
function findRepeated(map: YAMLMap): GoDifference | undefined {
  const values = new Map<unknown, unknown>();
  for (const { key, value } of map.items as Pair[]) {
    if (!isScalar(key)) continue;
    const isRepeated = values.has(key.value);
    const isReplaced = isText(value)
      ? isText(values.get(key.value))
      : isTexts(value) && isTexts(values.get(key.value));
    if (isRepeated && !isReplaced) return differenceAt(key, 'a key is repeated, and JSON merges its values');
    values.set(key.value, value);
  }
  return undefined;
}

function isText(node: unknown): boolean {
  return isScalar(node) && typeof node.value === 'string';
}

function isTexts(node: unknown): boolean {
  return isSeq(node) && node.items.every(isText);
}

/** Kubernetes finds the kind of an object whatever the case of the key. */
function findKind(contents: unknown): GoDifference | undefined {
  if (!isMap(contents)) return undefined;
  const pair = (contents.items as Pair[]).find(
    ({ key }) =>
      isScalar(key) &&
      key.value !== 'kind' &&
      key.value !== 'apiVersion' &&
      /^(?:kind|apiversion)$/iu.test(String(key.value)),
  );
  return pair && differenceAt(pair.key, 'Kubernetes may take this key for the kind or apiVersion');
}
