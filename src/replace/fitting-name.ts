/** What a file name may have on Linux. */
const MAX_BYTES = 255;

/** A file name of these parts; where it would be too long, the middle part loses its beginning. */
export function fittingName(before: string, middle: string, after: string): string {
  const characters = [...middle];
  const room = MAX_BYTES - Buffer.byteLength(before + after);
  while (Buffer.byteLength(characters.join('')) > room) characters.shift();
  return `${before}${characters.join('')}${after}`;
}
