import type { AssignedAt, Range } from '../../../model/argument.ts';
import { ExpansionRoom } from '../expansion-room.ts';
import type { WrittenArgument } from '../file-format.ts';
import { type SourceFile, wordFinder } from '../source-file.ts';
import type { Environment, Variable, VariablePlace } from './environment.ts';
import { isVariableName } from './environment-file.ts';
import type { Assignment } from './lines.ts';
import { isBetweenWords, nextWord, skipBlanks, type Word, wordsOf } from './words.ts';

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

/** Words by command: a semicolon separates commands if it is a word of its own without quotes. */
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

/** Each may occur once; only one of `+`, `!` and `!!`. */
function isPrefix(character: string, before: string): boolean {
  if (character === '!') return !before.includes('+') && before.split('!').length <= 2;
  if (character === '+') return !/[+!]/.test(before);
  return ['-', '@', ':'].includes(character) && !before.includes(character);
}

export type Expand = (word: Word) => WrittenArgument[];

/** A word of a command without variables: `%%` is `%`, and a word with a specifier is unknown. */
export const withoutVariables: Expand = ({ text, start, end, isBroken }) => [
  {
    text: text.replaceAll('%%', '%'),
    start,
    end,
    ...((isBroken || /%[A-Za-z]/.test(text.replaceAll('%%', ''))) && { isUnknown: true }),
  },
];

/** Replaces variables as systemd's replace_env_argv does: a word becomes none, one or several arguments. */
export function expandWith(environment: Environment): Expand {
  const room = new ExpansionRoom();
  const used = new Set<string>();
  const limited: Environment = (name) => {
    const value = environment(name);
    const length = value?.text.length ?? 0;
    if (used.has(name)) return room.take(length) ? value : undefined;
    used.add(name);
    room.write(length);
    return value;
  };
  return (word) => withoutVariables(word).flatMap((argument) => withVariables(argument, limited));
}

function withVariables(argument: WrittenArgument, environment: Environment): WrittenArgument[] {
  const { text } = argument;
  if (argument.isUnknown) return [argument];
  if (!/^\$(?![{$])/.test(text)) return [{ ...argument, ...replaceInside(text, environment) }];
  const name = text.slice(1);
  if (!isVariableName(name)) return [];
  const value = environment(name);
  if (value === undefined) return [{ ...argument, isUnknown: true }];
  const words = [...wordsOf(value.text, 'value')];
  const from = value.place && { assignedAt: [assignedAt(value.place)] };
  const locate = value.place && locatorOf(value.place);
  return words.map(({ text: word }) => ({ ...argument, ...locate?.(word), ...from, text: word }));
}

export function assignedAt({ file, value }: VariablePlace): AssignedAt {
  return { path: file.path, offset: value.start };
}

type Replaced = Pick<WrittenArgument, 'text' | 'isUnknown' | 'assignedAt'>;

/** Replaces `$$` and every `${NAME}`; an unknown variable stays, and makes the word unknown. */
function replaceInside(text: string, environment: Environment): Replaced {
  let result = '';
  let isUnknown = false;
  const places: AssignedAt[] = [];
  let index = 0;
  while (index < text.length) {
    const dollar = text.indexOf('$', index);
    if (dollar === -1) break;
    result += text.slice(index, dollar);
    const reference =
      text.charAt(dollar + 1) === '{' ? referenceAt(text, dollar) : text.slice(dollar, dollar + 2);
    const value = resolve(reference, environment);
    if (value === undefined) isUnknown = true;
    if (value?.place) places.push(assignedAt(value.place));
    result += value?.text ?? reference;
    index = dollar + reference.length;
  }
  return {
    text: result + text.slice(index),
    ...(isUnknown && { isUnknown }),
    ...(places.length > 0 && { assignedAt: places }),
  };
}

/** `${NAME}`; up to a colon, or to the end, if it is not closed. */
function referenceAt(text: string, dollar: number): string {
  let end = dollar + 2;
  while (end < text.length && text.charAt(end) !== '}' && text.charAt(end) !== ':') end += 1;
  return text.slice(dollar, end + 1);
}

function resolve(reference: string, environment: Environment): Variable | undefined {
  if (reference === '$$') return { text: '$' };
  if (!reference.startsWith('${') || !reference.endsWith('}')) return { text: reference };
  const name = reference.slice(2, -1);
  return isVariableName(name) ? environment(name) : { text: '' };
}

/** What may be next to a word in the value of a variable. */
const AROUND = /^[\s"'\\]?$/;

/**
 * Finds where the words of a variable's value are written, one after the other; a word that is not found is placed at
 * the variable's name.
 */
export function locatorOf({
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
