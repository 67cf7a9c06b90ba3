import { isUtf8Text } from '../../system/bytes.ts';
import type { SourceFile } from '../source-file.ts';

/** `key=value` in a section of a unit file. */
export interface Assignment {
  readonly file: SourceFile;
  readonly section: string;
  readonly key: string;
  /** Offset of the key. */
  readonly start: number;
  /** As long as it is in the file: what joining its lines drops is NUL, which no line can hold. */
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
const UNIT_NAME = /(?:^-|\.(?:service|conf))$/;
const SECTIONS_OF_UNITS = ['Unit', 'Service', 'Install'];

/**
 * The assignments of a unit or drop-in; undefined where the text is none: one of its sections is of the three that
 * services have. What is before the first section is ignored, where the name of the file is not that of a unit
 * assignments alone. https://www.freedesktop.org/software/systemd/man/systemd.syntax.html
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
    if (header === undefined && equals !== -1)
      assignments.push({ file, section, ...toAssignment(line, start, equals) });
  }
  return isUnit ? assignments : undefined;
}

/**
 * Whether systemd may not read the text as it is here: it stops at a line that is no UTF-8 or a header that is not
 * closed, and before 249 it included other files.
 * See https://github.com/systemd/systemd/blob/main/src/shared/conf-parser.c
 */
export function isUncertain(text: string): boolean {
  return !isUtf8Text(text) || /^[ \t]*(?:\.include[ \t]|\[[^\]\n\r]*$)/m.test(text);
}

/** The assignments of a key that count: an empty one drops those before it. */
export function lastSet(assignments: readonly Assignment[], key: string): readonly Assignment[] {
  const all = assignments.filter((assignment) => assignment.key === key);
  return all.slice(all.findLastIndex(({ value }) => value === '') + 1);
}

/** Lines without comments, joined where they end with a backslash, which becomes a blank. */
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

/** Whether the last character is a backslash that no other one escapes. */
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

/** Where a part of a text begins and ends without the blanks around it. */
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
