import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { REPOSITORY } from './run-bin.ts';

export interface Block {
  readonly document: string;
  readonly language: string | undefined;
  readonly text: string;
  /** Offsets of the fenced block in its document. */
  readonly start: number;
  readonly end: number;
}

export interface Document {
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  readonly pictures: readonly string[];
  /** Files of the repository that its text names. */
  readonly files: readonly string[];
  /** What a link can name after `#`. */
  readonly anchors: readonly string[];
  /** Tables with the text of their cells, the heads left out. */
  readonly tables: readonly (readonly string[])[][];
}

function read(path: string): Document {
  const text = readFileSync(join(REPOSITORY, path), 'utf8');
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const nodes = below(tree);
  return {
    path,
    text,
    blocks: nodes.flatMap((node) =>
      node.type === 'code'
        ? {
            document: path,
            language: node.lang ?? undefined,
            text: node.value,
            start: node.position?.start.offset ?? 0,
            end: node.position?.end.offset ?? 0,
          }
        : [],
    ),
    links: nodes.flatMap((node) => (node.type === 'link' || node.type === 'definition' ? node.url : [])),
    pictures: nodes.flatMap((node) => (node.type === 'image' ? node.url : [])),
    files: nodes.flatMap((node) =>
      node.type === 'inlineCode' && /^(src|test|scripts|bench|docs|bin|\.\w+)\/[\w./-]+$/.test(node.value)
        ? node.value
        : [],
    ),
    anchors: nodes.flatMap((node) => (node.type === 'heading' ? anchorOf(textOf(node)) : [])),
    tables: nodes.flatMap((node) =>
      node.type === 'table' ? [node.children.slice(1).map((row) => row.children.map(sourceOf))] : [],
    ),
  };

  function sourceOf({ children }: { children: readonly Nodes[] }): string {
    const start = children[0]?.position?.start.offset;
    return text.slice(start, start === undefined ? 0 : children.at(-1)?.position?.end.offset);
  }
}

function below(node: Nodes): Nodes[] {
  return [node, ...('children' in node ? node.children.flatMap(below) : [])];
}

function textOf(node: Nodes): string {
  return below(node)
    .map((each) => (each.type === 'text' || each.type === 'inlineCode' ? each.value : ''))
    .join('');
}

/** As GitHub makes one from a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

const inDocs = readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** Every document of the repository. */
export const DOCUMENTS: readonly Document[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...inDocs.sort(),
].map(read);

export const BLOCKS: readonly Block[] = DOCUMENTS.flatMap(({ blocks }) => blocks);

/** Every row of the tables of a document, with the names in its first cell without their marks. */
export function rowsOf(path: string): string[][] {
  const [document] = DOCUMENTS.filter((one) => one.path === path);
  return (document?.tables ?? []).flat().map(([name = '', ...rest]) => [name.replaceAll('`', ''), ...rest]);
}
