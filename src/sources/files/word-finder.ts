/** How many places may be looked at in vain; what is looked for after that is not found. */
const MAX_MISSES = 1000;

/**
 * Finds words in a text, each after the one before, in linear time: most words are there as they are.
 *
 * @param isWord whether a place where the characters are is one of the word
 */
export function wordFinder(text: string, isWord: (start: number, end: number) => boolean = () => true) {
  let from = 0;
  let misses = 0;
  return (word: string): { start: number; end: number } | undefined => {
    if (word === '') return undefined;
    let start = from - 1;
    while (misses < MAX_MISSES) {
      start = text.indexOf(word, start + 1);
      const end = start + word.length;
      if (start !== -1 && isWord(start, end)) {
        from = end;
        return { start, end };
      }
      misses += 1;
      if (start === -1) break;
    }
    return undefined;
  };
}
