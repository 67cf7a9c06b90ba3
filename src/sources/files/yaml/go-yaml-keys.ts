import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, visit, type YAMLMap } from 'yaml';
import { differenceAt, type GoDifference } from './go-difference.ts';
import { isMergeKey } from './merge-key.ts';
import { anchorOf } from './anchors.ts';

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
