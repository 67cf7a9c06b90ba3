import { ExpansionRoom } from '../expansion-room.ts';

/**
 * The simple commands of a script in order: words with quotes stripped and variables replaced by the given values.
 * Redirections, assignments before a command, and `exec` are left out. What only a running shell could tell is unknown.
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
      position =
        character === '\n' ? afterHereDocuments(script, position + 1, hereDocuments.splice(0)) : position + 1;
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

/** Up to the word that is its target. */
const REDIRECTION = /^(?:(?:\d*|\{\w{1,64}\})(?:>>|>[|&]|>(?!\()|<[&>]|<(?!\())|&>>?)(?:[ \t]|\\\n)*/;

/** A here-document is not commands; it ends with a line that is just its delimiter. */
function afterHereDocuments(script: string, start: number, delimiters: readonly string[]): number {
  let position = start;
  for (const delimiter of delimiters) {
    let line: string;
    do {
      const end = script.indexOf('\n', position);
      line = end < 0 ? script.slice(position) : script.slice(position, end);
      position = end < 0 ? script.length : end + 1;
    } while (line.trim() !== delimiter && position < script.length);
  }
  return position;
}

/** Words that may precede a command. */
const PREFIX = /^(?:\w+=.*|exec|command|nohup|time|if|then|elif|else|while|until|do|!|\{)$/s;

/** An assignment that is unknown up to the end of the script may contain more. */
function withoutPrefix(words: readonly ShellWord[], last: number): ShellWord[] {
  const first = words.findIndex(
    ({ text, isUnknown, end }) => !PREFIX.test(text) || (isUnknown && end === last),
  );
  if (first < 0) return [];
  const isRenamed = words[first - 1]?.text === 'exec' && words[first]?.text === '-a';
  return words.slice(isRenamed ? first + 2 : first);
}

/** A word without its quotes, and where it is written: offsets into the script. */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Only a running shell could tell its value: a variable without a known value, a command substitution. */
  readonly isUnknown: true | undefined;
  /** It may be several words. */
  readonly isSplit: true | undefined;
}

/** The value of a variable, if it is known. */
export type Variable = (name: string) => string | undefined;

/** What ends a word and its command. */
export const ENDS = /[;&|\n()]/;
const SUBSTITUTION = /^(?:\$\{(?<braced>\w+)\}|\$(?<plain>\w+|[@*#?$!-])|[$<>]\(|\$[{[']|`)/;

/** The word that begins at an offset, with quotes stripped and known variables replaced. */
export function readWord(script: string, start: number, variable: Variable): ShellWord {
  let text = '';
  let isUnknown: true | undefined;
  let isSplit: true | undefined;
  let quote = '';
  let position = start;
  const step = (length: number, appended: string) => {
    text += appended;
    position += length;
  };

  while (position < script.length) {
    const character = script[position] ?? '';
    const next = script[position + 1] ?? '';
    const isProcess = quote === '' && /[<>]/.test(character) && next === '(';
    if (quote === '' && !isProcess && (ENDS.test(character) || /[ \t\r\n<>]/.test(character))) break;
    if (character === quote) {
      quote = '';
      step(1, '');
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      step(1, '');
    } else if (character === '\\' && quote !== "'") {
      const isEscape = quote === '' || /["\\$`\n]/.test(next);
      step(2, isEscape ? next.replace('\n', '') : `\\${next}`);
    } else if (character === '$' && quote === '' && next === '"') {
      isUnknown = isSplit = true;
      step(1, '');
    } else if (isProcess || ((character === '$' || character === '`') && quote !== "'")) {
      const isPlain = quote === '"' && next === "'" && character === '$';
      const match = isPlain ? null : SUBSTITUTION.exec(script.slice(position, position + 256));
      const name = match?.groups?.braced ?? match?.groups?.plain;
      const value = name === undefined ? undefined : variable(name);
      if (match === null) step(1, character);
      else if (value !== undefined) step(match[0].length, value);
      else {
        isUnknown = true;
        const length = name === undefined ? lengthOfSubstitution(script, position) : match[0].length;
        const written = script.slice(position, position + length);
        if (/^(?:[<>]|\$'|\$\{?!?\w*\[?[@*])/.test(written) || position + length === script.length)
          isSplit = true;
        step(length, written);
      }
    } else {
      step(1, character);
    }
  }
  return { text, start, end: position, isUnknown, isSplit };
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', "'": "'", '`': '`' };

/** Up to what closes it, or to the end of the script if quotes, escapes or comments may hide that. */
function lengthOfSubstitution(script: string, position: number): number {
  const start = script[position] === '`' ? position : position + 1;
  const opening = script[start] ?? '';
  const isNested = opening === '(' || opening === '{';
  let depth = 1;
  for (let index = start + 1; index < script.length; index += 1) {
    const character = script[index];
    if (character === '\\' && !isNested) index += 1;
    else if (character === CLOSING[opening]) depth -= 1;
    else if (character === opening) depth += 1;
    if (depth > 0) continue;
    const brackets = opening === '(' ? /[()]/ : /[{}]/;
    const inside = script
      .slice(start + 1, index)
      .replace(/"[^"]*"|'[^']*'/g, (text) => (brackets.test(text.replace(/\([^()]*\)/g, '')) ? '"' : ''));
    const isHidden = isNested && /["'\\]|(?<!\S)(?:#|case\s)/.test(inside);
    return (isHidden ? script.length : index + 1) - position;
  }
  return script.length - position;
}

/** An unquoted variable whose value has blanks is several words, or hides where they end. */
export function splitWord(word: ShellWord, script: string, variable: Variable): ShellWord[] {
  const written = script.slice(word.start, word.end);
  const name = /^\$(?:\{(\w+)\}|(\w+))$/.exec(written);
  const value = name === null ? undefined : variable(name[1] ?? name[2] ?? '');
  if (value !== undefined) {
    return value
      .split(/[ \t\r\n]+/)
      .filter(Boolean)
      .map((text) => ({ ...word, text, ...(/[*?[]/.test(text) && { isUnknown: true, isSplit: true }) }));
  }
  const unquoted = written.replace(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'/gs, '');
  const isSplit = /[$`<>]/.test(unquoted) && (word.isUnknown || /^$|[ \t\r\n*?[]/.test(word.text));
  const isExpanded =
    !/^(?:\[\[?|\{)$/.test(written) && /[*?[{]|^~/.test(unquoted.replace(/\$\{\w+\}|\$[*?]/g, ''));
  const isFunction = script[word.end] === '(' && word.end > word.start;
  return [isSplit || isExpanded || isFunction ? { ...word, isUnknown: true, isSplit: true } : word];
}
