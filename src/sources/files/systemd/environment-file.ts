import type { Range } from '../../../model/argument.ts';

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ESCAPED_IN_QUOTES = '"\\`$';

/** Whether systemd takes it for the name of a variable. */
export function isVariableName(text: string): boolean {
  return NAME.test(text);
}

export interface AssignedVariable {
  readonly name: string;
  readonly text: string;
  /** Where the name is written. */
  readonly key: Range;
  /** All that is written after the equals sign. */
  readonly value: Range;
}

/**
 * The variables of an `EnvironmentFile=` in order, as systemd's load_env_file reads them from 254 on: comments do not
 * continue.
 */
export function readEnvironmentFile(text: string): AssignedVariable[] {
  return [...assignmentsOf(text)].flatMap((each) => (each && isVariableName(each.name) ? [each] : []));
}

/** Variables may be exported, as for a shell that sources the file: then their names begin with `export`. */
export const EXPORT = /^export[ \t]+/;

/** The variables of a text that has only assignments, comments and blank lines; undefined for any other text. */
export function readOnlyAssignments(text: string): AssignedVariable[] | undefined {
  const variables: AssignedVariable[] = [];
  for (const each of assignmentsOf(text)) {
    if (each === undefined || !isVariableName(each.name.replace(EXPORT, ''))) return undefined;
    variables.push(each);
  }
  return variables;
}

/** Everything before an equals sign is a name; undefined stands for a line that has none. */
function* assignmentsOf(text: string): Generator<AssignedVariable | undefined> {
  let index = 0;
  while (index < text.length) {
    if (' \t\n\r'.includes(text.charAt(index))) {
      index += 1;
      continue;
    }
    const keyEnd = lineEnd(text, index);
    const line = text.slice(index, keyEnd);
    const equals = line.indexOf('=', 1);
    if (/^[#;]/.test(line) || equals === -1) {
      if (!/^[#;]/.test(line)) yield undefined;
      index = keyEnd;
      continue;
    }
    const start = index + equals + 1;
    const { value, end } = readValue(text, start);
    const name = line.slice(0, equals).trimEnd();
    const key = { start: index, end: index + name.length };
    yield { name, text: value, key, value: { start, end } };
    index = end;
  }
}

interface ReadValue {
  readonly value: string;
  readonly end: number;
}

/** Quoted parts with blanks between them, then perhaps unquoted text up to the end of the line. */
function readValue(text: string, from: number): ReadValue {
  let value = '';
  let index = from;
  while (index < text.length && !isNewline(text.charAt(index))) {
    const character = text.charAt(index);
    if (character === "'") {
      const close = text.indexOf("'", index + 1);
      const end = close === -1 ? text.length : close;
      value += text.slice(index + 1, end);
      index = end + 1;
    } else if (character === '"') {
      const part = readDoubleQuoted(text, index + 1);
      value += part.value;
      index = part.end;
    } else if (character === ' ' || character === '\t') index += 1;
    else {
      const rest = readUnquoted(text, index);
      return { value: value + rest.value, end: rest.end };
    }
  }
  return { value, end: index };
}

function readDoubleQuoted(text: string, from: number): ReadValue {
  let value = '';
  let index = from;
  while (index < text.length && text.charAt(index) !== '"') {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character !== '\\') value += character;
    else if (ESCAPED_IN_QUOTES.includes(next)) value += next;
    else if (next !== '\n') value += `\\${next}`;
    index += character === '\\' ? 2 : 1;
  }
  return { value, end: index + 1 };
}

/** A backslash takes the next character as it is, and drops a newline; blanks at the end are dropped. */
function readUnquoted(text: string, from: number): ReadValue {
  let value = '';
  let kept = 0;
  let index = from;
  while (index < text.length && !isNewline(text.charAt(index))) {
    const isEscape = text.charAt(index) === '\\';
    if (isEscape) index += 1;
    const character = text.charAt(index);
    if (!(isEscape && isNewline(character))) value += character;
    if (isEscape || !' \t'.includes(character)) kept = value.length;
    index += 1;
  }
  return { value: value.slice(0, kept), end: index };
}

function lineEnd(text: string, from: number): number {
  let index = from;
  while (index < text.length && !isNewline(text.charAt(index))) index += 1;
  return index;
}

function isNewline(character: string): boolean {
  return character === '\n' || character === '\r';
}
