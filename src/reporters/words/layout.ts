import type { FilePosition } from '../../model/argument.ts';

const MAX_CHARACTERS = 200;
/** What is left of a character that was cut in two. */
const HALF = /\p{Cs}$/u;

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
