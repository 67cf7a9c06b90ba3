import { type Alias, type Document, isMap, isScalar, isSeq, type Node, visit } from 'yaml';

const anchorsByDocument = new WeakMap<Document, Map<string, Node[]>>();

/** The last node before an alias with its anchor. All anchors of a document are looked up once. */
export function anchorOf({ source, range }: Alias, document: Document): Node | undefined {
  let anchors = anchorsByDocument.get(document);
  if (anchors === undefined) {
    anchors = new Map();
    anchorsByDocument.set(document, anchors);
    const found = anchors;
    visit(document, (_, node) => {
      if (!isScalar(node) && !isMap(node) && !isSeq(node)) return;
      if (node.anchor !== undefined) found.set(node.anchor, [...(found.get(node.anchor) ?? []), node]);
    });
  }
  return anchors.get(source)?.findLast((node) => (node.range?.[0] ?? 0) < (range?.[0] ?? 0));
}
