import { type Document, isAlias, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { differenceAt, type GoDifference } from './go-difference.ts';
import { anchorOf } from './anchors.ts';

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
