/** Where something is written: offsets into the text of the file. */
interface Written {
  readonly start: number;
  readonly end: number;
}

/** What of a scalar says how it is read. */
export interface ScalarStyle {
  readonly value: unknown;
  /** `PLAIN` without quotes. */
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
}

export interface YamlScalar extends Written, ScalarStyle {
  readonly kind: 'scalar';
  /** As it is written, without quotes. */
  readonly source: string | undefined;
}

export interface YamlPair {
  readonly key: YamlNode | undefined;
  readonly value: YamlNode | undefined;
}

export interface YamlMap extends Written {
  readonly kind: 'map';
  readonly pairs: readonly YamlPair[];
}

export interface YamlList extends Written {
  readonly kind: 'list';
  readonly items: readonly (YamlNode | undefined)[];
}

/** A value in a YAML or JSON file. */
export type YamlValue = YamlScalar | YamlMap | YamlList;

export interface YamlAlias extends Written {
  readonly kind: 'alias';
  readonly target: YamlValue | undefined;
}

export type YamlNode = YamlValue | YamlAlias;

/** `<<` merges only without quotes and tag. */
export function isMergeKey({ value, type, tag }: ScalarStyle): boolean {
  return value === '<<' && type === 'PLAIN' && tag === undefined;
}

/** What a node has in it, aliases not followed. */
function partsOf(node: YamlNode): readonly (YamlNode | undefined)[] {
  switch (node.kind) {
    case 'map':
      return node.pairs.flatMap(({ key, value }) => [key, value]);
    case 'list':
      return node.items;
    default:
      return [];
  }
}

/** The first thing that `find` gives for a node or one in it, each with what it is directly in. Aliases are not followed. */
export function findInNode<T>(
  node: YamlNode,
  find: (node: YamlNode, parent: YamlNode | undefined) => T | undefined,
  parent?: YamlNode,
): T | undefined {
  const found = find(node, parent);
  if (found !== undefined) return found;
  for (const part of partsOf(node)) {
    const inPart = part && findInNode(part, find, node);
    if (inPart !== undefined) return inPart;
  }
  return undefined;
}
