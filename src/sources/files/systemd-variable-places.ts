import type { Range } from '../../model/argument.ts';
import type { SourceFile } from './source-file.ts';
import type { VariablePlace } from './systemd-environment.ts';

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
  let from = 0;
  return (word) => {
    const offset = indexOfWord(written, word, from);
    if (offset === -1) return { file, ...key };
    from = offset + word.length;
    return { file, start: value.start + offset, end: value.start + from };
  };
}

function indexOfWord(written: string, word: string, from: number): number {
  let offset = written.indexOf(word, from);
  while (
    offset !== -1 &&
    !(AROUND.test(written.charAt(offset - 1)) && AROUND.test(written.charAt(offset + word.length)))
  ) {
    offset = written.indexOf(word, offset + 1);
  }
  return word === '' ? -1 : offset;
}
