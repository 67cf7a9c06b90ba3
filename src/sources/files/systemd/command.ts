import type { WrittenArgument } from '../file-format.ts';
import { type Expand, withoutVariables } from './expand.ts';
import type { Assignment } from './lines.ts';
import { isBetweenWords, nextWord, skipBlanks, type Word } from './words.ts';

/**
 * The argument lists of the commands in an `ExecStart=`, the executable first; offsets into the file.
 * https://www.freedesktop.org/software/systemd/man/systemd.service.html#Command%20lines
 */
export function commandsOf({ file, value, valueStart }: Assignment, expand: Expand): WrittenArgument[][] {
  return splitCommands(value).map(([executable, ...words]) => {
    if (executable === undefined) return [];
    const prefix = prefixOf(executable.text);
    const isWritten = value.startsWith(prefix, executable.start);
    const program = {
      ...executable,
      text: executable.text.slice(prefix.length),
      start: executable.start + (isWritten ? prefix.length : 0),
    };
    const expandWord = prefix.includes(':') ? withoutVariables : expand;
    return [
      ...withoutVariables(program),
      // With @ the second word is what the program sees as its name.
      ...words.slice(prefix.includes('@') ? 1 : 0).flatMap(expandWord),
    ].map((argument) =>
      // A variable has the place of its own value.
      argument.file
        ? argument
        : { ...argument, file, start: valueStart + argument.start, end: valueStart + argument.end },
    );
  });
}

/** Words by command: a semicolon parts commands where it is a word of its own without quotes. */
function splitCommands(value: string): Word[][] {
  const commands: Word[][] = [];
  let words: Word[] = [];
  let index = skipBlanks(value, 0);
  while (index < value.length) {
    const isLone = (text: string) =>
      value.startsWith(text, index) && isBetweenWords(value.charAt(index + text.length));
    if (words.length > 0 && isLone(';')) {
      commands.push(words);
      words = [];
      index += 1;
    } else if (words.length > 0 && isLone('\\;')) {
      words.push({ text: ';', start: index, end: index + 2 });
      index += 2;
    } else {
      const word = nextWord(value, index, 'command');
      if (word === undefined) break;
      words.push(word);
      index = word.end;
    }
    index = skipBlanks(value, index);
  }
  return words.length > 0 ? [...commands, words] : commands;
}

/** The special characters before the path. */
function prefixOf(executable: string): string {
  let length = 0;
  while (isPrefix(executable.charAt(length), executable.slice(0, length))) length += 1;
  return executable.slice(0, length);
}

/** Each stands once; of `+`, `!` and `!!` there is only one. */
function isPrefix(character: string, before: string): boolean {
  if (character === '!') return !before.includes('+') && before.split('!').length <= 2;
  if (character === '+') return !/[+!]/.test(before);
  return ['-', '@', ':'].includes(character) && !before.includes(character);
}
