/** A word of a shell script without its quotes, and where it is written: offsets into the script. */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its value is not known before the shell runs: a variable without a known value, a command substitution. */
  readonly isOpaque: true | undefined;
  /** That is not in quotes, and so may be several words. */
  readonly isSeveral: true | undefined;
}

/** The value of a variable where it is known. */
export type Variable = (name: string) => string | undefined;

/** What ends a word and its command. */
export const ENDS = /[;&|\n()]/;
const SUBSTITUTION = /^(?:\$\{(?<braced>\w+)\}|\$(?<plain>\w+|[@*#?$!-])|\$[({]|`)/;

/** The word that begins at an offset, with quotes stripped and known variables replaced. */
export function readWord(script: string, start: number, variable: Variable): ShellWord {
  let text = '';
  let isOpaque: true | undefined;
  let quote = '';
  let position = start;
  const step = (length: number, appended: string) => {
    text += appended;
    position += length;
  };

  while (position < script.length) {
    const character = script[position] ?? '';
    const next = script[position + 1] ?? '';
    if (quote === '' && (ENDS.test(character) || /[ \t\r\n<>]/.test(character))) break;
    if (character === quote) {
      quote = '';
      step(1, '');
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
      step(1, '');
    } else if (character === '\\' && quote !== "'") {
      const isEscape = quote === '' || /["\\$`\n]/.test(next);
      step(2, isEscape ? next.replace('\n', '') : `\\${next}`);
    } else if ((character === '$' || character === '`') && quote !== "'") {
      const match = SUBSTITUTION.exec(script.slice(position, position + 256));
      const name = match?.groups?.braced ?? match?.groups?.plain;
      const value = name === undefined ? undefined : variable(name);
      if (match === null) step(1, character);
      else if (value !== undefined) step(match[0].length, value);
      else {
        isOpaque = true;
        const length = name === undefined ? lengthOfSubstitution(script, position) : match[0].length;
        step(length, script.slice(position, position + length));
      }
    } else {
      step(1, character);
    }
  }
  return { text, start, end: position, isOpaque, isSeveral: undefined };
}

function lengthOfSubstitution(script: string, position: number): number {
  if (script[position] === '`') {
    const end = script.indexOf('`', position + 1);
    return (end < 0 ? script.length : end + 1) - position;
  }
  const [open, close] = script[position + 1] === '{' ? ['{', '}'] : ['(', ')'];
  let depth = 0;
  for (let index = position + 1; index < script.length; index += 1) {
    if (script[index] === open) depth += 1;
    if (script[index] === close) depth -= 1;
    if (depth === 0) return index + 1 - position;
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
      .map((text) => ({ ...word, text }));
  }
  const unquoted = written.replace(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'/gs, '');
  const isSplit = /[$`]/.test(unquoted) && (word.isOpaque || /[ \t\r\n]/.test(word.text));
  const expanded = unquoted.replace(/\$\{\w+\}/g, '');
  const isExpanded = /[*?]/.test(expanded) || hasInOrder(expanded, '{', ',', '}');
  return [isSplit || isExpanded ? { ...word, isOpaque: true, isSeveral: true } : word];
}

function hasInOrder(text: string, ...parts: readonly string[]): boolean {
  let position = 0;
  return parts.every((part) => {
    position = text.indexOf(part, position) + 1;
    return position > 0;
  });
}
