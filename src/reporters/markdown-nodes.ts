import type { Html, InlineCode, List, PhrasingContent, RootContent, Text } from 'mdast';
import { shorten } from './words/layout.ts';
import { sentenceParts } from './words/sentence.ts';

/**
 * A text from outside. In a table, inline code cannot hold a pipe after a backslash, so an invisible comment splits it
 * there.
 */
export function code(text: string): PhrasingContent[] {
  if (text === '') return [plain('(empty)')];
  return shorten(text)
    .split(/(?<=\\)(?=\|)/)
    .flatMap((value, index): PhrasingContent[] => [
      ...(index === 0 ? [] : [html('<!-- -->')]),
      { type: 'inlineCode', value } satisfies InlineCode,
    ]);
}

/** A sentence of this tool, with everything but plain words as code. */
export function sentence(text: string): PhrasingContent[] {
  return sentenceParts(text).flatMap((part) => (part.isCode ? code(part.text) : [plain(part.text)]));
}

export function plain(value: string): Text {
  return { type: 'text', value };
}

export function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [plain(value)] };
}

export function lineBreak(): Html {
  return html('<br>');
}

function html(value: string): Html {
  return { type: 'html', value };
}

/** Blocks behind a line that unfolds them; its words are of this tool alone. */
export function details(summary: string, blocks: readonly RootContent[]): RootContent[] {
  return [html(`<details>\n<summary>${summary}</summary>`), ...blocks, html('</details>')];
}

export function heading(depth: 1 | 2 | 3, children: PhrasingContent[]): RootContent {
  return { type: 'heading', depth, children };
}

export function paragraph(children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children };
}

export function list(items: readonly PhrasingContent[][]): List {
  const children = items.map((children) => ({
    type: 'listItem' as const,
    children: [{ type: 'paragraph' as const, children }],
  }));
  return { type: 'list', spread: false, children };
}
