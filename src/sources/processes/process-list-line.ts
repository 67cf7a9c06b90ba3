export interface ProcessListLine {
  readonly pid: number | null;
  readonly command: string;
  /** A zombie, or a container that is not running. */
  readonly hasEnded: boolean;
}

/** Reads a line whose columns before the command are laid out in one way; undefined if it does not fit. */
export type Layout = (text: string) => ProcessListLine | undefined;

/** What a column holds: one of these runs of words. */
type Values = readonly (readonly RegExp[])[];

const ANY = /./;
const ANY_WORD: Values = [[ANY]];
const DAY: readonly RegExp[] = [/^[A-Z]\w\w$/, /^\d\d$/];

/** As `lstart` writes it: `Mon Nov 23 09:43:01 2026`. */
export const START: readonly RegExp[] = [/^[A-Z]\w\w$/, /^[A-Z]\w\w$/, /^\d\d?$/, /^[\d:]{8}$/, /^\d{4}$/];

/** Columns with blanks inside their values. */
export const STARTED: Values = [START, DAY, [ANY]];
export const STIME: Values = [DAY, [ANY]];
const WITH_BLANKS = new Map([
  ['STARTED', STARTED],
  ['STIME', STIME],
]);

export const MAX_COLUMNS = 64;
const USUAL_COLUMNS = new Set(['ELAPSED', 'PID', 'STARTED', 'STAT', 'TIME', 'UID', 'USER']);
const COMMAND_COLUMNS = new Set(['CMD', 'COMMAND', 'ARGS']);

/** The layout that a header announces; undefined for any other line. */
export function layoutOf(line: string): Layout | undefined {
  const columns = line.trim().split(/\s+/, MAX_COLUMNS);
  const last = columns.pop() ?? '';
  const isHeader =
    COMMAND_COLUMNS.has(last) &&
    (columns.length === 0 || columns.some((column) => USUAL_COLUMNS.has(column))) &&
    columns.every((column) => /^[A-Z%][A-Z%+]*$/.test(column));
  return isHeader ? layoutOfColumns(columns, WITH_BLANKS) : undefined;
}

/** A layout of these columns, and what some of them hold. */
export function layoutOfColumns(columns: readonly string[], valuesOf: ReadonlyMap<string, Values>): Layout {
  const pidAt = columns.indexOf('PID');
  const expected = columns.map((column, index) =>
    index === pidAt ? [[/^\d+$/]] : (valuesOf.get(column) ?? ANY_WORD),
  );
  return (text) => {
    const words = wordsOf(text, columns.length * START.length);
    let position = 0;
    let pid: number | null = null;
    for (const [index, values] of expected.entries()) {
      const value = values.find((patterns) =>
        patterns.every((pattern, offset) => pattern.test(words[position + offset]?.text ?? '')),
      );
      if (value === undefined) return undefined;
      if (index === pidAt) pid = Number(words[position]?.text);
      position += value.length;
    }
    const columnsEnd = words[position - 1]?.end ?? 0;
    return columnsEnd === text.length ? undefined : lineOf(pid, text.slice(columnsEnd).trimStart());
  };
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The first words of a line. */
export function wordsOf(line: string, most: number): Word[] {
  const words: Word[] = [];
  const word = /\S+/g;
  for (let found = word.exec(line); found && words.length < most; found = word.exec(line)) {
    words.push({ text: found[0], start: found.index, end: word.lastIndex });
  }
  return words;
}

/** `ps --forest` draws a tree before the command; BusyBox writes the process name there if it differs. */
export function lineOf(pid: number | null, written: string): ProcessListLine {
  const command = written.replace(/^[ |]*\\_ /, '').replace(/^\{[^{}]*\} /, '');
  return { pid, command, hasEnded: command.endsWith(' <defunct>') };
}
