import type { FilePosition } from '../../model/argument.ts';

const WIDTH = 80;
const MAX_CHARACTERS = 200;
/** What is left of a character that was cut in two. */
const HALF = /\p{Cs}$/u;

/**
 * Lines of at most 80 columns: `lead` before the first, as many blanks before the others. Words are not broken, so a
 * long path may stick out.
 */
export function wrap(text: string, lead: string): string[] {
  const indent = ' '.repeat(lead.length);
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(' ')) {
    const isFirst = line.length === lead.length;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent + word;
    } else {
      line += isFirst ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}

const NO_COLUMN = /[\p{M}\p{Cf}]/u;
/** East Asian wide characters and pictures. */
const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) {
    columns += NO_COLUMN.test(character) ? 0 : TWO_COLUMNS.test(character) ? 2 : 1;
  }
  return columns;
}

/** A text that may be huge, cut for people. */
export function shorten(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  return `${text.slice(0, MAX_CHARACTERS).replace(HALF, '')}… (${text.length} characters)`;
}

/** `path:line:column`, which terminals and editors make a link. */
export function positionWords({ path, line, column }: FilePosition): string {
  return `${path}:${line}:${column}`;
}

/** A moment as people read it: `31 January 2026, 12:00:00 UTC`. */
export function timeWords(moment: Date): string {
  // Made here, as it costs the start of every other format some milliseconds.
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return `${day.format(moment)}, ${moment.toISOString().slice(11, 19)} UTC`;
}
