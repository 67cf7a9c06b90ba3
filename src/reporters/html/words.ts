import { type Child, h, type Result } from 'hastscript';
import { shorten, timeWords } from '../words/layout.ts';
import { sentenceParts } from '../words/sentence.ts';
import { type ShownStatus, WORDS } from '../words/status.ts';

/** A term and its description; left out where that is null. */
export type Fact = readonly [term: string, description: Child | null];

/** A text so short that it fits any screen. */
const SHORT = /^[!-~]{1,24}$/;

/** A text from outside. */
export function code(text: string): Result {
  if (text === '') return h('span.muted', '(empty)');
  return h(SHORT.test(text) ? 'code.short' : 'code', shorten(text));
}

/** A sentence of this tool, with everything but plain words as code. */
export function sentence(text: string): Result[] {
  return sentenceParts(text).map((part) => (part.isCode ? code(part.text) : h(null, part.text)));
}

/** A paragraph: a sentence without its full stop, and what follows it. A plain first word gets a capital. */
export function statement(text: string, next = ''): Result {
  const [first] = sentenceParts(text);
  return h(
    first?.isCode === false ? 'p.capital' : 'p',
    sentence(shorten(text)),
    '.',
    next === '' ? null : [' ', ...sentence(shorten(next))],
  );
}

export function moment(time: Date): Result {
  return h('time', { dateTime: time.toISOString() }, timeWords(time));
}

export function badge(status: ShownStatus): Result {
  return h('span', { className: ['badge', status] }, WORDS[status]);
}

export function facts(rows: readonly Fact[]): Result {
  return h(
    'dl.facts',
    rows.flatMap(([term, description]) =>
      description === null ? [] : [h('div', h('dt', term), h('dd', description))],
    ),
  );
}

export function section(id: string, title: string, ...children: Child[]): Result {
  return h(
    'section',
    { id, ariaLabelledBy: `${id}-title` },
    h('h2', { id: `${id}-title` }, title),
    h('div.body', ...children),
  );
}

/** What a reader of the screen unfolds. The style hides it and not the element, so that on paper nothing is folded. */
export function fold(summary: string, content: Result): Result {
  return h(null, h('details', h('summary', summary)), h('div.folded', content));
}

/** Rows of a table that toHtml made before: as trees, those of many hosts are large. */
export function htmlRows(rows: readonly string[]): Result {
  const markup = { type: 'raw', value: `\n${rows.join('\n')}\n` };
  // The types of hastscript know only what HTML itself has.
  return h('tbody', [markup as unknown as Result]);
}

/** A table whose first column heads its rows. */
export function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly Child[])[],
): Result {
  return h(
    'table',
    h('caption', caption),
    h(
      'thead',
      h(
        'tr',
        columns.map((name) => h('th', { scope: 'col' }, name)),
      ),
    ),
    h(
      'tbody',
      rows.map(([first, ...others]) =>
        h(
          'tr',
          h('th', { scope: 'row' }, first),
          others.map((cell) => h('td', cell)),
        ),
      ),
    ),
  );
}
