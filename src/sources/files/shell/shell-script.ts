import { ExpansionRoom } from '../expansion-room.ts';
import { ENDS, readWord, type ShellWord, splitWord } from './shell-word.ts';

/**
 * The simple commands of a script in order: words with quotes stripped and variables replaced by the given values.
 * Redirections, assignments before a command, and `exec` are left out. It is no shell: what depends on running one is
 * opaque.
 */
export function readShellScript(
  script: string,
  given: ReadonlyMap<string, string>,
  room = new ExpansionRoom([script, ...given.values()]),
): ShellWord[][] {
  const variable = (name: string) => {
    const value = given.get(name);
    return value !== undefined && room.take(value.length) ? value : undefined;
  };
  const commands: ShellWord[][] = [];
  let words: ShellWord[] = [];
  let position = 0;
  const hereDocuments: string[] = [];
  const finish = () => {
    const command = withoutPrefix(words, script.length);
    if (command.length > 0) commands.push(command);
    words = [];
  };

  while (position < script.length) {
    const character = script[position] ?? '';
    const redirection = REDIRECTION.exec(script.slice(position, position + 400));
    const hereDocument = /^\d*<<-?\s*["']?([\w.-]+)["']?/.exec(script.slice(position, position + 400));
    if (hereDocument) {
      hereDocuments.push(hereDocument[1] ?? '');
      position += hereDocument[0].length;
    } else if (redirection) {
      const target = readWord(script, position + redirection[0].length, variable);
      if (target.isSplit) words.push(target);
      position = target.end;
    } else if (ENDS.test(character)) {
      finish();
      position = character === '\n' ? behindHereDocuments(script, position + 1, hereDocuments) : position + 1;
    } else if (/[ \t\r\n]/.test(character)) {
      position += 1;
    } else if (script.startsWith('\\\n', position)) {
      position += 2;
    } else if (character === '#') {
      const end = script.indexOf('\n', position);
      position = end < 0 ? script.length : end;
    } else {
      const word = readWord(script, position, variable);
      words.push(...splitWord(word, script, variable));
      position = Math.max(word.end, position + 1);
    }
  }
  finish();
  return commands;
}

/** What stands before the word that is its target. */
const REDIRECTION = /^(?:(?:\d*|\{\w{1,64}\})(?:>>|>[|&]|>(?!\()|<[&>]|<(?!\())|&>>?)(?:[ \t]|\\\n)*/;

/** The text of here-documents is no commands: it ends with a line that is its delimiter alone. */
function behindHereDocuments(script: string, start: number, delimiters: string[]): number {
  let position = start;
  for (let delimiter = delimiters.shift(); delimiter !== undefined; delimiter = delimiters.shift()) {
    let line: string;
    do {
      const end = script.indexOf('\n', position);
      line = end < 0 ? script.slice(position) : script.slice(position, end);
      position = end < 0 ? script.length : end + 1;
    } while (line.trim() !== delimiter && position < script.length);
  }
  return position;
}

/** Words that stand before a command and are none themselves. */
const PREFIX = /^(?:\w+=.*|exec|command|nohup|time|if|then|elif|else|while|until|do|!|\{)$/s;

/** What is opaque up to the end of the script may hold more than an assignment. */
function withoutPrefix(words: readonly ShellWord[], last: number): ShellWord[] {
  const first = words.findIndex(
    ({ text, isUnknown, end }) => !PREFIX.test(text) || (isUnknown && end === last),
  );
  if (first < 0) return [];
  const isRenamed = words[first - 1]?.text === 'exec' && words[first]?.text === '-a';
  return words.slice(isRenamed ? first + 2 : first);
}
