import { isUtf8Text } from '../../system/bytes.ts';
import type { SourceFile } from '../source-file.ts';

/** `key=value` in a section of a unit file. */
export interface Assignment {
  readonly file: SourceFile;
  readonly section: string;
  readonly key: string;
  /** Offset of the key. */
  readonly start: number;
  /** As long as in the file: what is dropped when its lines are joined becomes NUL, which no line can contain. */
  readonly value: string;
  /** Offset of the value. */
  readonly valueStart: number;
}

interface LogicalLine {
  readonly text: string;
  readonly start: number;
}

const LINE = /([^\n\r\0]*)(?:\r\n|\n\r|[\n\r\0]|$)/gy;
const COMMENT = /^[ \t]*[#;]/;
const SECTION = /^\[(.*)\]$/s;
const UNIT_NAME = /\.(?:service|conf)$/;
const SECTIONS_OF_UNITS = ['Unit', 'Service', 'Install'];

/**
 * The assignments of a unit or drop-in, and lines that look like arguments, which systemd ignores. Undefined for a text
 * without one of the three sections that services have. What precedes the first section is ignored; in a file without
 * the name of a unit, only assignments may.
 * https://www.freedesktop.org/software/systemd/man/systemd.syntax.html
 */
export function readAssignments(file: SourceFile): Assignment[] | undefined {
  const assignments: Assignment[] = [];
  let section: string | undefined;
  let isUnit = false;
  for (const line of logicalLines(file.text)) {
    const [start, end] = trimmed(line.text);
    if (start === end) continue;
    const header = line.text[start] === '[' ? SECTION.exec(line.text.slice(start, end))?.[1] : undefined;
    const equals = line.text.indexOf('=', start);
    section = header ?? section;
    if (section === undefined) {
      if (equals === -1 && !UNIT_NAME.test(file.path)) return undefined;
      continue;
    }
    isUnit ||= SECTIONS_OF_UNITS.includes(section);
    if (header === undefined && (equals !== -1 || line.text[start] === '-'))
      assignments.push({ file, section, ...toAssignment(line, start, equals === -1 ? end : equals) });
  }
  return isUnit ? assignments : undefined;
}

/**
 * Whether systemd may read the text differently: it stops at a line that is not UTF-8 or a header that is not closed,
 * and before 249 it included other files. See https://github.com/systemd/systemd/blob/main/src/shared/conf-parser.c
 */
export function isUncertain(text: string): boolean {
  return !isUtf8Text(text) || /^[ \t]*(?:\.include[ \t]|\[[^\]\n\r]*$)/m.test(text);
}

/** The assignments of a key in effect: an empty one drops those before it. */
export function lastSet(assignments: readonly Assignment[], key: string): readonly Assignment[] {
  const all = assignments.filter((assignment) => assignment.key === key);
  return all.slice(all.findLastIndex(({ value }) => value === '') + 1);
}

/** Lines without comments. One that ends with a backslash, which becomes a blank, is joined with the next. */
function* logicalLines(text: string): Generator<LogicalLine> {
  let pieces: string[] = [];
  let start = 0;
  for (const { 0: whole, 1: line = '', index } of text.matchAll(LINE)) {
    const isComment = COMMENT.test(line);
    if (pieces.length === 0) {
      if (isComment) continue;
      start = index;
    }
    const isContinued = !isComment && endsWithEscape(line);
    const kept = isContinued ? `${line.slice(0, -1)} ` : line;
    pieces.push((isComment ? '' : kept).padEnd(whole.length, '\0'));
    if (isComment || isContinued) continue;
    yield { text: pieces.join(''), start };
    pieces = [];
  }
  if (pieces.length > 0) yield { text: pieces.join(''), start };
}

/** Whether the last character is a backslash that is not escaped itself. */
function endsWithEscape(line: string): boolean {
  let start = line.length;
  while (line[start - 1] === '\\') start -= 1;
  return (line.length - start) % 2 === 1;
}

function toAssignment(
  { text, start }: LogicalLine,
  from: number,
  equals: number,
): Omit<Assignment, 'file' | 'section'> {
  const [, keyEnd] = trimmed(text, from, equals);
  const [valueStart, valueEnd] = trimmed(text, equals + 1);
  return {
    key: text.slice(from, keyEnd),
    start: start + from,
    value: text.slice(valueStart, valueEnd),
    valueStart: start + valueStart,
  };
}

/** The range of a part of a text without the blanks around it. */
function trimmed(text: string, from = 0, to = text.length): [start: number, end: number] {
  let start = from;
  let end = to;
  while (start < end && isBlank(text[start])) start += 1;
  while (end > start && isBlank(text[end - 1])) end -= 1;
  return [start, end];
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\0';
}
