import { type Alias, type Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { firstWhere } from '../source-file.ts';

/** The nodes with an anchor, in the order of the text. */
const anchorsByDocument = new WeakMap<Document, Map<string, Node[]>>();

/** The last node before an alias that has its anchor. The anchors of a document are collected once. */
export function anchorOf({ source, range }: Alias, document: Document): Node | undefined {
  const nodes = anchorsOf(document).get(source) ?? [];
  const offset = range?.[0] ?? 0;
  const next = firstWhere(0, nodes.length, (index) => (nodes[index]?.range?.[0] ?? 0) >= offset);
  return nodes[next - 1];
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
