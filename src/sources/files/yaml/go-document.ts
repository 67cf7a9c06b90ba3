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
import { differenceAt, type GoDifference } from './go-difference.ts';
import { anchorOf, isMergeKey } from './anchors.ts';

const CORE = 'tag:yaml.org,2002:';

/** The first thing in a document that the versions of go-yaml read in different ways, or refuse. */
export function findInDocument(document: Document): GoDifference | undefined {
  // Only after the aliases no map contains itself.
  return findTag(document) ?? findInAliases(document) ?? findInKeys(document);
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
 * How many values aliases may repeat, for each that is written and in any document. go-yaml refuses no document within
 * these bounds: see allowedAliasRatio in https://github.com/go-yaml/yaml/blob/v2.4.0/decode.go
 */
const REPEATED_FOR_EACH = 10;
const REPEATED_ALWAYS = 800;
const REPEATED_AT_MOST = 396_000;

/** A text longer than this counts as several values, for it is read each time. */
const CHARACTERS_OF_ONE = 200;

/** The first alias that go-yaml refuses: without an anchor before it, within what it repeats, or one too many. */
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

/** How many values a node is with its aliases followed, of which those before it are known. */
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

/** The first key of a document that Kubernetes reads in another way, or of which its releases make different things. */
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

/** Own keys and a merge key after them: in yaml.v2 the merged ones count, in yaml.v3 the own. */
function findMerge(map: YAMLMap, document: Document): GoDifference | undefined {
  const before = new Set<unknown>();
  let isMerged = false;
  for (const pair of map.items as Pair[]) {
    if (!isMergeKey(pair.key)) {
      const key = isAlias(pair.key) ? anchorOf(pair.key, document) : pair.key;
      if (isScalar(key)) before.add(key.value);
      continue;
    }
    if (isMerged)
      return differenceAt(pair.key, 'of several merge keys, releases of Kubernetes read different ones');
    isMerged = true;
    const brought = mergedKeys(pair.value, document);
    if (brought === undefined) return differenceAt(pair.key, 'Kubernetes may not merge this value');
    if (brought.some((key) => before.has(key)))
      return differenceAt(pair.key, 'a merge key repeats a key before it, and which counts is unclear');
  }
  return undefined;
}

/** The keys that a merge brings; undefined where it is not of maps. A map within another that merges is named by an alias. */
function mergedKeys(value: unknown, document: Document, isWithin = false): unknown[] | undefined {
  const isNamed = isAlias(value);
  const node = isNamed ? anchorOf(value, document) : value;
  if (isSeq(node) && !isNamed && !isWithin)
    return allOf(node.items.map((item) => mergedKeys(item, document, true)));
  if (!isMap(node)) return undefined;
  return allOf(
    node.items.map(({ key, value: inner }) => {
      if (isMergeKey(key)) return isNamed ? mergedKeys(inner, document) : undefined;
      const own = isAlias(key) ? anchorOf(key, document) : key;
      return isScalar(own) ? [own.value] : [];
    }),
  );
}

function allOf(lists: readonly (unknown[] | undefined)[]): unknown[] | undefined {
  return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
}

/** In JSON, an object is merged into that of the same key before it, and items of a list into those of the list before. */
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

/** What an object is, Kubernetes looks up in capitals and small letters alike. */
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
