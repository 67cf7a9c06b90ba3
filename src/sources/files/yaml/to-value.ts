import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { anchorOf } from './anchors.ts';
import type { YamlNode, YamlValue } from './node.ts';

/** The content of a document in which no anchor contains itself; undefined where it has none. */
export function toValue(document: Document): YamlValue | undefined {
  const converted = new Map<unknown, YamlValue>();
  const convert = (node: unknown): YamlNode | undefined => {
    if (isAlias(node)) {
      const target = converted.get(anchorOf(node, document));
      return { kind: 'alias', target, ...extentOf(node) };
    }
    const value = convertValue(node, convert);
    if (value !== undefined) converted.set(node, value);
    return value;
  };
  const root = convert(document.contents);
  return root?.kind === 'alias' ? root.target : root;
}

function convertValue(
  node: unknown,
  convert: (node: unknown) => YamlNode | undefined,
): YamlValue | undefined {
  if (isScalar(node)) {
    const { value, source, type, tag } = node;
    return { kind: 'scalar', value, source, type, tag, ...extentOf(node) };
  }
  if (isSeq(node)) return { kind: 'list', items: node.items.map(convert), ...extentOf(node) };
  if (!isMap(node)) return undefined;
  const pairs = node.items
    .filter(isPair)
    .map(({ key, value }) => ({ key: convert(key), value: convert(value) }));
  return { kind: 'map', pairs, ...extentOf(node) };
}

function extentOf({ range }: Node): { readonly start: number; readonly end: number } {
  const [start = 0, end = 0] = range ?? [];
  return { start, end };
}
