import { createHash } from 'node:crypto';
import { toHtml } from 'hast-util-to-html';
import { h, type Result } from 'hastscript';
import type { Control } from '../../model/control.ts';
import type { Tool } from '../../model/report.ts';
import { type ShownStatus, WORDS } from '../words/status.ts';
import { STYLE } from './style.ts';
import { type Fact, facts, sentence } from './words.ts';

interface Page {
  readonly tool: Tool;
  readonly control: Control;
  readonly status: ShownStatus;
  /** What the page is about, for its title; undefined where that is not known. */
  readonly subject: string | undefined;
  /** Sentences beside the word of the status. */
  readonly verdict: readonly string[];
  readonly facts: readonly Fact[];
  readonly sections: readonly (Result | null)[];
}

/** A self-contained page: no script, and nothing loaded from the network. */
export function htmlPage(page: Page): string {
  const root = h(
    null,
    { type: 'doctype' },
    '\n',
    h('html', { lang: 'en' }, '\n', head(page), '\n', body(page)),
  );
  // What is raw was made by toHtml.
  return `${toHtml(root, { allowDangerousHtml: true })}\n`;
}

function head({ status, control, tool, subject }: Page): Result {
  const digest = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return h(
    'head',
    h('meta', { charSet: 'utf-8' }),
    h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'generator', content: `${tool.name} ${tool.version}` }),
    h('title', `${WORDS[status]}: CIS ${control.id}${subject === undefined ? '' : ` on ${subject}`}`),
    h('style', STYLE),
  );
}

function body(page: Page): Result {
  const { tool, sections } = page;
  const parts = [
    header(page),
    h('main', ...sections),
    h('footer', h('p', `Written by ${tool.name} ${tool.version}.`)),
  ];
  return h(
    'body',
    parts.flatMap((part) => ['\n', part]),
    '\n',
  );
}

function header({ status, control, verdict, facts: rows }: Page): Result {
  const [meaning, ...more] = verdict;
  return h(
    'header',
    h('p.benchmark', benchmarkWords(control)),
    h('h1', sentence(control.title)),
    h(
      'div',
      { className: ['verdict', status] },
      h('p.word', WORDS[status]),
      h(
        'div',
        h('p.meaning', meaning),
        more.map((line) => h('p', line)),
      ),
    ),
    facts(rows),
  );
}

/** The editions in which the control has this number. */
function benchmarkWords({ benchmark, editions, id }: Control): string {
  const own = editions.filter(([, number]) => number.startsWith(`${id} `)).map(([edition]) => edition);
  return `${benchmark} ${own.join(', ')}, control ${id}`;
}
