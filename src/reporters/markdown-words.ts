import type { Html, InlineCode, PhrasingContent, Text } from 'mdast';
import { sentenceParts } from './words/sentence.ts';
import { shorten } from './words/layout.ts';

/**
 * A text from outside. No table can hold a pipe behind a backslash in one code, so there it is parted by a comment,
 * which nobody sees.
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

/** A sentence of this tool, with all that is no plain word as code. */
export function sentence(text: string): PhrasingContent[] {
  return sentenceParts(text).flatMap((part) => (part.isCode ? code(part.text) : [plain(part.text)]));
}

export function plain(value: string): Text {
  return { type: 'text', value };
}

export function strong(value: string): PhrasingContent {
  return { type: 'strong', children: [plain(value)] };
}

/** A line break in the cell of a table. */
export function lineBreak(): Html {
  return html('<br>');
}

function html(value: '<br>' | '<!-- -->'): Html {
  return { type: 'html', value };
}
