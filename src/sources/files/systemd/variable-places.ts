import type { Range } from '../../../model/argument.ts';
import type { SourceFile } from '../source-file.ts';
import type { VariablePlace } from './environment.ts';
import { wordFinder } from '../word-finder.ts';

/** What may stand before or behind a word in the value of a variable. */
const AROUND = /^[\s"'\\]?$/;

/**
 * Finds the words of a variable's value where they are written, one after the other; a word that is not there as it is
 * has the place of the variable's name.
 */
export function placesIn({
  file,
  key,
  value,
}: VariablePlace): (word: string) => Range & { file: SourceFile } {
  const written = file.text.slice(value.start, value.end);
  const find = wordFinder(
    written,
    (start, end) => AROUND.test(written.charAt(start - 1)) && AROUND.test(written.charAt(end)),
  );
  return (word) => {
    const found = find(word);
    if (found === undefined) return { file, ...key };
    return { file, start: value.start + found.start, end: value.start + found.end };
  };
}
