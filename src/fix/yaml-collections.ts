import { Composer, CST, type Document, isScalar, Parser, type Scalar, visit } from 'yaml';
import type { Range } from '../model/argument.ts';

/** A map or list as it is written. */
export interface Collection {
  readonly isFlow: boolean;
  readonly items: readonly Item[];
  /** The commas of a flow collection. */
  readonly commas: readonly number[];
}

/** An item of a list, or a key with its value. */
export interface Item {
  readonly token: CST.CollectionItem;
  /** From its first character to its last, without comments and blanks around it. */
  readonly extent: Range;
  /** What it is written in, without the comments and blanks between. */
  readonly parts: readonly Range[];
  /** The names of all anchors in it, and of those on itself, its key or its value. */
  readonly anchors: readonly string[];
  readonly ownAnchors: readonly string[];
  /** The names of the aliases in it. */
  readonly aliases: readonly string[];
  readonly value: Collection | undefined;
}

export interface ParsedYaml {
  readonly roots: readonly Collection[];
  readonly documents: readonly Document[];
  /** The scalar that a token became. */
  readonly scalars: ReadonlyMap<CST.Token, Scalar>;
}

/** The maps and lists of a YAML text with the tokens they are made of; undefined where it is none, or has an error. */
export function parseYaml(text: string): ParsedYaml | undefined {
  const tokens = [...new Parser().parse(text)];
  const documents = composed(tokens);
  if (documents === undefined) return undefined;
  const roots = tokens.flatMap((token) =>
    token.type === 'document' ? (collectionOf(token.value) ?? []) : [],
  );
  if (roots.length === 0) return undefined;
  return { roots, documents, scalars: scalarsOf(documents) };
}

/** The documents of a YAML text; undefined where it has an error. */
export function documentsOf(text: string): Document[] | undefined {
  return composed([...new Parser().parse(text)]);
}

function composed(tokens: readonly CST.Token[]): Document[] | undefined {
  const composer = new Composer({ keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' });
  const documents = [...composer.compose(tokens)];
  return documents.some(({ errors }) => errors.length > 0) ? undefined : documents;
}

function scalarsOf(documents: readonly Document[]): Map<CST.Token, Scalar> {
  const scalars = new Map<CST.Token, Scalar>();
  for (const document of documents) {
    visit(document, (_, node) => {
      if (isScalar(node) && node.srcToken !== undefined) scalars.set(node.srcToken, node);
    });
  }
  return scalars;
}

function collectionOf(token: CST.Token | null | undefined): Collection | undefined {
  if (!CST.isCollection(token)) return undefined;
  const items: readonly CST.CollectionItem[] = token.items;
  return {
    isFlow: token.type === 'flow-collection',
    items: items.filter(isItem).map(itemOf),
    commas: items.flatMap(({ start }) =>
      start.filter(({ type }) => type === 'comma').map(({ offset }) => offset),
    ),
  };
}

/** Behind the last one there may be comments alone, or a comma. */
function isItem({ start, key, sep, value }: CST.CollectionItem): boolean {
  return Boolean(key ?? sep ?? value) || start.some(({ type }) => type === 'seq-item-ind');
}

function itemOf(token: CST.CollectionItem): Item {
  const tokens = tokensOf(token);
  const parts = tokens.map(rangeOf);
  const namesOf = (type: string) =>
    tokens.filter((each) => each.type === type).map(({ source }) => source.slice(1));
  // A comma before it is none of it.
  const start = tokens.find(({ type }) => type !== 'comma')?.offset ?? 0;
  return {
    token,
    extent: { start, end: parts.at(-1)?.end ?? start },
    parts: parts.filter((part) => part.start >= start),
    anchors: namesOf('anchor'),
    ownAnchors: ownAnchors(token),
    aliases: namesOf('alias'),
    value: collectionOf(token.value),
  };
}

interface WrittenToken {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

/** The tokens of an item in order, without blanks and comments. */
function tokensOf({ start, key, sep, value }: CST.CollectionItem): WrittenToken[] {
  return [...start.flatMap(leavesOf), ...leavesOf(key), ...(sep ?? []).flatMap(leavesOf), ...leavesOf(value)];
}

function leavesOf(token: CST.Token | null | undefined): WrittenToken[] {
  if (!token || ['space', 'newline', 'comment'].includes(token.type)) return [];
  if (CST.isCollection(token)) {
    const items: readonly CST.CollectionItem[] = token.items;
    const inside = items.flatMap(tokensOf);
    return token.type === 'flow-collection'
      ? [token.start, ...inside, ...token.end.flatMap(leavesOf)]
      : inside;
  }
  if (token.type === 'block-scalar') {
    const [header] = token.props.filter(({ type }) => type === 'block-scalar-header');
    const before = token.props.flatMap(leavesOf);
    return header === undefined ? before : [...before, { ...token, offset: scalarStart(token) }];
  }
  return 'source' in token ? [token] : [];
}

/** Where the text of a block scalar starts, behind its header. */
function scalarStart({ props, offset }: CST.BlockScalar): number {
  return props.reduce(
    (end, prop) => ('source' in prop ? Math.max(end, prop.offset + prop.source.length) : end),
    offset,
  );
}

/** Blank lines at the end of a block scalar are none of it. */
function rangeOf({ offset, source }: WrittenToken): Range {
  return { start: offset, end: offset + source.trimEnd().length };
}

function ownAnchors({ start, sep = [] }: CST.CollectionItem): string[] {
  return [...start, ...sep].filter(({ type }) => type === 'anchor').map(({ source }) => source.slice(1));
}
