import { Composer, CST, type Document, isScalar, Parser, type Scalar, visit } from 'yaml';
import type { Range } from '../../model/argument.ts';
import { firstWhere } from '../../sources/files/source-file.ts';
import { holds } from './ranges.ts';

/** A map or list as it is written. */
export interface Collection {
  /** Offset of its first character. */
  readonly start: number;
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
  /** All that is written in its document, in order, without blanks and comments. */
  readonly document: readonly WrittenToken[];
  /** Which tokens of its document it is written in: the first, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** The anchors on itself, its key or its value. */
  readonly anchors: readonly WrittenToken[];
  readonly value: Collection | undefined;
}

export interface ParsedYaml {
  readonly roots: readonly Collection[];
  readonly documents: readonly Document[];
  /** The scalar that a token became. */
  readonly scalars: ReadonlyMap<CST.Token, Scalar>;
}

/** The maps and lists of a YAML text with the tokens they are made of; undefined where it has none, or an error. */
export function parseYaml(text: string): ParsedYaml | undefined {
  const tokens = [...new Parser().parse(text)];
  const documents = composed(tokens);
  if (documents === undefined) return undefined;
  const roots = tokens.flatMap((token) =>
    token.type === 'document' ? (readToken(token.value, []) ?? []) : [],
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

/** An item in its collection, and the item that has the collection as its value. */
export interface ItemPath {
  readonly collection: Collection;
  readonly item: Item;
  readonly parent: ItemPath | undefined;
}

/** The innermost item that holds a range; undefined where none does. Items are in order. */
export function itemAt(range: Range, roots: readonly Collection[]): ItemPath | undefined {
  let path: ItemPath | undefined;
  let collection = lastBefore(range, roots, ({ start }) => start);
  while (collection !== undefined) {
    const item = lastBefore(range, collection.items, ({ extent }) => extent.start);
    if (item === undefined || !holds(item.extent, range)) return path;
    path = { collection, item, parent: path };
    collection = item.value;
  }
  return path;
}

/** The last of what begins no later than a range. */
function lastBefore<T>(range: Range, all: readonly T[], startOf: (one: T) => number): T | undefined {
  const next = firstWhere(0, all.length, (index) => {
    const one = all[index];
    return one !== undefined && startOf(one) > range.start;
  });
  return all[next - 1];
}

/** The tokens of an item, without the comments and blanks between. */
export function tokensOf({ document, first, end }: Item): readonly WrittenToken[] {
  return document.slice(first, end);
}

/** Where the tokens of an item are. */
export function partsOf(item: Item): Range[] {
  return tokensOf(item).map(rangeOf);
}

export interface WrittenToken {
  readonly type: string;
  readonly offset: number;
  readonly source: string;
}

/** Adds what a token is written in to the tokens of its document; returns the map or list that it is. */
function readToken(token: CST.Token | null | undefined, document: WrittenToken[]): Collection | undefined {
  if (!token || ['space', 'newline', 'comment'].includes(token.type)) return undefined;
  if (CST.isCollection(token)) return readCollection(token, document);
  if (token.type === 'block-scalar') {
    for (const prop of token.props) readToken(prop, document);
    const hasHeader = token.props.some(({ type }) => type === 'block-scalar-header');
    if (hasHeader) document.push({ ...token, offset: scalarStart(token) });
  } else if ('source' in token) document.push(token);
  return undefined;
}

type CollectionToken = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;

function readCollection(token: CollectionToken, document: WrittenToken[]): Collection {
  const isFlow = token.type === 'flow-collection';
  const tokens: readonly CST.CollectionItem[] = token.items;
  const items: Item[] = [];
  const commas: number[] = [];
  const first = document.length;
  if (isFlow) document.push(token.start);
  for (const each of tokens) {
    // A comma before an item does not belong to it.
    const [comma] = each.start.filter(({ type }) => type === 'comma');
    if (comma !== undefined) commas.push(comma.offset);
    const item = readItem(each, document);
    if (isItem(each)) items.push(item);
  }
  if (isFlow) for (const each of token.end) readToken(each, document);
  return { start: document[first]?.offset ?? token.offset, isFlow, items, commas };
}

/** After the last one there may be only comments, or a comma. */
function isItem({ start, key, sep, value }: CST.CollectionItem): boolean {
  return Boolean(key ?? sep ?? value) || start.some(({ type }) => type === 'seq-item-ind');
}

function readItem(token: CST.CollectionItem, document: WrittenToken[]): Item {
  const { start, key, sep } = token;
  for (const each of start.filter(({ type }) => type === 'comma')) readToken(each, document);
  const first = document.length;
  for (const each of start.filter(({ type }) => type !== 'comma')) readToken(each, document);
  readToken(key, document);
  for (const each of sep ?? []) readToken(each, document);
  const value = readToken(token.value, document);
  const [opening, closing] = [document[first], document.at(-1)];
  const from = opening?.offset ?? 0;
  const extent = { start: from, end: opening && closing ? rangeOf(closing).end : from };
  const anchors = [...start, ...(sep ?? [])].filter(({ type }) => type === 'anchor');
  return { token, extent, document, first, end: document.length, anchors, value };
}

/** Where the text of a block scalar starts, after its header. */
function scalarStart({ props, offset }: CST.BlockScalar): number {
  return props.reduce(
    (end, prop) => ('source' in prop ? Math.max(end, prop.offset + prop.source.length) : end),
    offset,
  );
}

/** Blank lines at the end of a block scalar do not belong to it. */
function rangeOf({ offset, source }: WrittenToken): Range {
  return { start: offset, end: offset + source.trimEnd().length };
}
