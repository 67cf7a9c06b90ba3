import { isDeepStrictEqual } from 'node:util';
import { type CST, type Document, visit } from 'yaml';
import { ByHand } from './by-hand.ts';
import { documentsOf, type ParsedYaml } from './yaml-collections.ts';

export interface Intended {
  /** The items that go. */
  readonly removed: readonly CST.CollectionItem[];
  /** The text that is left of scalars. */
  readonly changed: ReadonlyMap<CST.Token, string>;
}

/**
 * Throws ByHand where a text, parsed anew, does not hold what it held before less what was to be removed: a guard against
 * errors of this tool. The documents of `before` are changed by it.
 */
export function rejectOtherChanges(before: ParsedYaml, after: string, intended: Intended): void {
  const expected = before.documents.map((document) => applied(document, intended));
  const actual = documentsOf(after) ?? [];
  if (!isDeepStrictEqual(valuesOf(actual), valuesOf(expected))) {
    throw new ByHand('what would be left does not hold the same otherwise');
  }
}

function applied(document: Document, { removed, changed }: Intended): Document {
  const items = new Set(removed);
  const values = new Set(removed.flatMap(({ key, value }) => (key || !value ? [] : [value])));
  visit(document, {
    Pair: (_, { srcToken }) => (srcToken && items.has(srcToken) ? visit.REMOVE : undefined),
    Node: (_, { srcToken }) => (srcToken && values.has(srcToken) ? visit.REMOVE : undefined),
    Scalar: (_, node) => {
      const text = node.srcToken && changed.get(node.srcToken);
      if (text !== undefined) node.value = text;
      return node.srcToken && values.has(node.srcToken) ? visit.REMOVE : undefined;
    },
  });
  return document;
}

/** A document of which nothing is left counts as none. */
function valuesOf(documents: readonly Document[]): unknown[] {
  return documents.map((document) => plainOf(document)).filter((value) => !isEmpty(value));
}

function plainOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new ByHand('it has too many aliases');
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
