import { type Alias, type Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';

/** The nodes with an anchor, in the order of the text. */
const anchorsByDocument = new WeakMap<Document, Map<string, Node[]>>();

/** The last node before an alias with its anchor. All anchors of a document are looked up once. */
export function anchorOf({ source, range }: Alias, document: Document): Node | undefined {
  const nodes = anchorsOf(document).get(source) ?? [];
  return nodes[countBefore(nodes, range?.[0] ?? 0) - 1];
}

function anchorsOf(document: Document): ReadonlyMap<string, Node[]> {
  const known = anchorsByDocument.get(document);
  if (known !== undefined) return known;
  const found = new Map<string, Node[]>();
  anchorsByDocument.set(document, found);
  visit(document, (_, node) => {
    if ((!isScalar(node) && !isMap(node) && !isSeq(node)) || node.anchor === undefined) return;
    const nodes = found.get(node.anchor);
    if (nodes === undefined) found.set(node.anchor, [node]);
    else nodes.push(node);
  });
  return found;
}

/** How many of the nodes begin before an offset. */
function countBefore(nodes: readonly Node[], offset: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nodes[middle]?.range?.[0] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
