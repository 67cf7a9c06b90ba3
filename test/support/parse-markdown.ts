import type { Nodes, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/** The blocks of a Markdown document with tables as GitHub has them. */
export function parseMarkdown(source: string): readonly RootContent[] {
  return fromMarkdown(source, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  }).children;
}

/** What a reader sees; a line break in a cell is a newline. */
export function textOf(node: Nodes): string {
  if (node.type === 'html') return node.value === '<br>' ? '\n' : '';
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A node and all below it. */
export function withDescendants(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(withDescendants) : [])];
}

/** The texts of the cells of every table, row by row. */
export function rowsOf(nodes: readonly RootContent[]): string[][] {
  const tables = nodes.filter((node): node is Table => node.type === 'table');
  return tables.flatMap((table) => table.children.map((row) => row.children.map(textOf)));
}

/** The items of the list under a heading. */
export function itemsUnder(title: string, nodes: readonly RootContent[]): string[] {
  const at = nodes.findIndex((node) => node.type === 'heading' && textOf(node) === title);
  const list = at < 0 ? undefined : nodes[at + 1];
  return list?.type === 'list' ? list.children.map(textOf) : [];
}
