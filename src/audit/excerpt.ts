import type { Span } from '../model/argument.ts';
import { printable } from '../model/printable.ts';
import type { Excerpt } from '../model/report.ts';

const CONTEXT = 1;
const MOST_COLUMNS = 200;

/**
 * The lines around a place in a file. Only what is underlined is shown whole: of everything else the names of keys and
 * flags stay and their values are left out, because they hold secrets.
 */
export function excerptOf(lines: readonly string[], { line, column, length }: Span): Excerpt {
  const first = Math.max(line - CONTEXT, 1);
  const shown = lines
    .slice(first - 1, line + CONTEXT)
    .map((text, index) => ({ number: first + index, text }));
  const { text, underline } = focus(lines[line - 1] ?? '', column, length);
  return {
    lines: shown.map(({ number, text: other }) => ({ number, text: number === line ? text : redact(other) })),
    underline: { line, ...underline },
  };
}

function focus(line: string, column: number, length: number) {
  const before = line.slice(0, column - 1);
  const after = line.slice(column - 1 + length);
  const lead = /^\s*(?:- )*(?:[\w.-]+:\s*)?(?:[[{]\s*)?["']?$/.test(before)
    ? before
    : `${/^\s*/.exec(line)?.[0] ?? ''}… `;
  const tail = /^["'\]},\s\\]*$/.test(after) ? after.trimEnd() : ' …';
  const written = line.slice(column - 1, column - 1 + length);
  const own = printable(written.length > MOST_COLUMNS ? `${written.slice(0, MOST_COLUMNS)}…` : written);
  return {
    text: `${plain(lead)}${own}${plain(tail)}`,
    underline: { column: lead.length + 1, length: own.length },
  };
}

function redact(line: string): string {
  const [, lead = '', rest = ''] = /^(\s*(?:- )*)(.*)/s.exec(line) ?? [];
  if (rest === '') return '';
  const [name] = /^(?:["']?--[a-z][a-z0-9-]*=?|[\w./-]{1,60}:)/.exec(rest) ?? [];
  if (name === undefined) return `${plain(lead)}…`;
  return `${plain(lead)}${name}${rest === name ? '' : name.endsWith(':') ? ' …' : '…'}`;
}

/** Every blank as a space: tabs have no width of their own, and some blanks begin a line on a terminal. */
function plain(text: string): string {
  return text.replace(/[^\S ]/g, ' ');
}
