import { isDeepStrictEqual } from 'node:util';
import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  visit,
} from 'yaml';
import { NeedsManualEdit } from '../../model/problem.ts';
import { documentsOf, type ParsedYaml } from './yaml-collections.ts';

export interface Intended {
  /** The items that are removed. */
  readonly removed: readonly CST.CollectionItem[];
  /** The text that is left of scalars. */
  readonly changed: ReadonlyMap<CST.Token, string>;
}

/**
 * Throws NeedsManualEdit where a text, parsed again, does not hold what it held before less what was to be removed: a guard
 * against errors of this tool. The documents of `before` are changed by it.
 */
export function verifyYaml(before: ParsedYaml, after: string, intended: Intended): void {
  const meant = meaningsOf(before.documents);
  applyTo(before.documents, intended);
  const expected = contentsOf(before.documents);
  const actual = contentsOf(documentsOf(after) ?? []);
  const isSame =
    actual.length === expected.length &&
    expected.every((each, index) => isSameNode(each, actual[index], { meant, anchored: new Map() }));
  if (!isSame) throw new NeedsManualEdit('removing it would change something else as well');
}

/** The node that each alias stands for, if there is one. */
function meaningsOf(documents: readonly Document[]): Map<unknown, Node | undefined> {
  const meanings = new Map<unknown, Node | undefined>();
  for (const document of documents) {
    const anchored = new Map<string, Node>();
    visit(document, {
      Alias: (_, alias) => {
        meanings.set(alias, anchored.get(alias.source));
      },
      Value: (_, node) => {
        if (node.anchor !== undefined) anchored.set(node.anchor, node);
      },
    });
  }
  return meanings;
}

function applyTo(documents: readonly Document[], { removed, changed }: Intended): void {
  const tokens = new Set<unknown>(removed.flatMap((item) => [item, ...(item.key ? [] : [item.value])]));
  const isKept = (node: unknown) => !(isPart(node) && tokens.has(node.srcToken));
  for (const document of documents) {
    visit(document, {
      Collection: (_, node) => {
        node.items = node.items.filter(isKept);
      },
      Scalar: (_, node) => {
        const text = node.srcToken && changed.get(node.srcToken);
        if (text !== undefined) node.value = text;
      },
    });
  }
}

/** A document of which nothing is left is ignored. */
function contentsOf(documents: readonly Document[]): unknown[] {
  return documents.map(({ contents }) => contents).filter((contents) => !isEmpty(contents));
}

function isEmpty(node: unknown): boolean {
  if (isCollection(node)) return node.items.length === 0;
  return node === null || (isScalar(node) && node.value === null);
}

interface Names {
  /** What aliases of the one document stand for. */
  readonly meant: ReadonlyMap<unknown, Node | undefined>;
  /** The nodes of the one document whose counterpart in the other has an anchor, so far. */
  readonly anchored: Map<string, Node>;
}

/** Whether two nodes say the same, and their aliases stand for the same. */
function isSameNode(one: unknown, other: unknown, names: Names): boolean {
  if (isPair(one) && isPair(other)) {
    return isSameNode(one.key, other.key, names) && isSameNode(one.value, other.value, names);
  }
  if (isAlias(one) && isAlias(other)) return names.meant.get(one) === names.anchored.get(other.source);
  if (!(isScalar(one) || isCollection(one)) || !(isScalar(other) || isCollection(other)))
    return one === other;
  if (other.anchor !== undefined) names.anchored.set(other.anchor, one);
  if (one.anchor !== other.anchor || one.tag !== other.tag || isMap(one) !== isMap(other)) return false;
  if (isScalar(one)) return isScalar(other) && isDeepStrictEqual(one.value, other.value);
  if (isScalar(other) || one.items.length !== other.items.length) return false;
  return one.items.every((item, index) => isSameNode(item, other.items[index], names));
}

function isPart(node: unknown): node is { readonly srcToken?: unknown } {
  return isPair(node) || isScalar(node) || isCollection(node) || isAlias(node);
}
