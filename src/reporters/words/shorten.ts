const MOST = 200;
/** What is left of a character that was cut in two. */
const HALF = /\p{Cs}$/u;

/** A text that may be huge, cut for people. */
export function shorten(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST).replace(HALF, '')}… (${text.length} characters)`;
}
