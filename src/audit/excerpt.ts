import type { Span } from '../model/argument.ts';
import { printable } from '../model/printable.ts';
import type { Excerpt } from '../model/report.ts';
import type { EvidenceArgument } from '../model/verdict.ts';
import { isFileKey } from './file-keys.ts';
import { flagType } from './flags/flag-types.ts';

const CONTEXT = 1;
const MAX_COLUMNS = 200;

/** Blanks and dashes of a list; after them a flag, or a key with what ends it. */
const INDENT = /^\s*(?:- )*/;
const FLAG = /^["']?--([\w-]+)(?:=|(?=["'\s]|$))/;
const KEY = /^(["']?)([\w.-]+)\1\s*[:=]/;

/** What may stand before an argument: a key, and what opens a list or text. */
const LEAD = /^\s*(?:- )*(?:(["']?)([\w.-]+)\1:\s*)?(?:[[{]\s*)?["']?$/;
const TAIL = /^["'\]},\s\\]*$/;

/** Whatever separates words in any of the formats. */
const MARKS = /[\s"'\\:=,[\]{}]+/;
/** Only a variable may become an argument whose text differs from what is written. */
const VARIABLE = /^\$(?:\w+|\{\w+\}|\(\w+\))$/;

/**
 * The lines around an argument in a file. Except for the argument itself, only words of fixed lists are shown,
 * names of flags and of keys: everything else may be a secret, whatever it looks like.
 */
export function excerptOf(lines: readonly string[], { text, span }: WrittenEvidence): Excerpt {
  const first = Math.max(span.line - CONTEXT, 1);
  const focused = focus(lines[span.line - 1] ?? '', text, span);
  return {
    lines: lines.slice(first - 1, span.line + CONTEXT).map((line, index) => {
      const shown = first + index === span.line ? focused.text : redact(line);
      const text = shown.trimStart();
      return { number: first + index, indent: shown.length - text.length, text };
    }),
    underline: { line: span.line, ...focused.underline },
  };
}

type WrittenEvidence = Pick<EvidenceArgument, 'text'> & { readonly span: Span };

function focus(line: string, text: string, { column, length }: Span) {
  const before = line.slice(0, column - 1);
  const written = line.slice(column - 1, column - 1 + length);
  const after = line.slice(column - 1 + length);
  const lead = plain(isLead(before) ? before : `${indentOf(line)}… `);
  const own = shortened(written);
  const tail = TAIL.test(after) ? after.trimEnd() : ' …';
  const shown = isOwn(own, text) ? printable(own) : '…';
  return {
    text: plain(`${lead}${shown}${tail}`),
    underline: { column: lead.length + 1, length: shown.length },
  };
}

function isLead(before: string): boolean {
  const [match, , key] = LEAD.exec(before.slice(0, MAX_COLUMNS)) ?? [];
  return match === before && (key === undefined || isName(key));
}

/** Whether nothing is written there but the argument, and names. */
function isOwn(written: string, text: string): boolean {
  if (VARIABLE.test(written)) return true;
  const words = written.replace(/…$/, '').split(MARKS);
  return words.every((word) => text.includes(word) || isName(word.replace(/^--?/, '')));
}

function redact(line: string): string {
  const indent = indentOf(line);
  const rest = line.slice(INDENT.exec(line)?.[0].length ?? 0);
  if (rest === '') return '';
  const [flag = '', flagName = ''] = FLAG.exec(rest) ?? [];
  const [key = '', , keyName = ''] = KEY.exec(rest) ?? [];
  const shown = flagType(flagName) !== undefined ? flag : isName(keyName) ? key.replace(/\s+/, '') : '';
  if (shown === '') return `${indent}…`;
  return `${indent}${shown}${rest === shown ? '' : shown.endsWith(':') ? ' …' : '…'}`;
}

function isName(word: string): boolean {
  return flagType(word) !== undefined || isFileKey(word);
}

function indentOf(line: string): string {
  return plain(INDENT.exec(line)?.[0] ?? '').slice(0, MAX_COLUMNS);
}

function shortened(text: string): string {
  return text.length > MAX_COLUMNS ? `${text.slice(0, MAX_COLUMNS)}…` : text;
}

/** A line that is printable but for its indent: tabs have no width of their own, and some blanks begin a line. */
function plain(text: string): string {
  return text.replace(/(?<=\S)\s+/g, ' ').replace(/[^\S ]/g, ' ');
}
