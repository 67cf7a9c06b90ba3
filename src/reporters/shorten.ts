const MOST = 200;

/** A text that may be huge, cut for people. */
export function shorten(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}… (${text.length} characters)`;
}
