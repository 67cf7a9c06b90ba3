import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatchHunk } from 'diff';
import type { Range } from '../../model/argument.ts';
import { printableLine } from '../../model/printable.ts';
import { chalkOf } from '../../reporters/words/style.ts';
import { type Lines, toLines } from '../cut/lines.ts';
import { without } from '../cut/ranges.ts';
import type { Edit } from '../plan-file.ts';

/** What of an edit a diff shows. */
type TextEdit = Pick<Edit, 'path' | 'before' | 'cuts'>;

export interface DiffOptions {
  /** How many lines of context there are; they may hold secrets. */
  readonly context: number;
  readonly isColoured: boolean;
  /** What a terminal or the runner of a CI must not get is shown escaped; then `patch` cannot apply it. */
  readonly isEscaped: boolean;
}

/** Edits as unified diffs, one after the other, as `patch -p1` takes them. */
export function diff(edits: readonly TextEdit[], options: DiffOptions): string {
  return edits.map((edit) => diffOf(edit, options)).join('');
}

function diffOf(edit: TextEdit, { context, isColoured, isEscaped }: DiffOptions): string {
  const { path } = edit;
  const patch = {
    oldFileName: named('a', path),
    newFileName: named('b', path),
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunksOf(edit, context),
  };
  // A tab ends a name with blanks, or `patch` takes its first word for it.
  const lines = formatPatch(patch, FILE_HEADERS_ONLY)
    .split('\n')
    .map((line, index) => (index < 2 && path.includes(' ') && !line.endsWith('"') ? `${line}\t` : line));
  const chalk = chalkOf(isColoured);
  const paint = (line: string, index: number) => {
    if (index < 2) return chalk.bold(line);
    if (line.startsWith('@@')) return chalk.cyan(line);
    if (line.startsWith('-')) return chalk.red(line);
    return line.startsWith('+') ? chalk.green(line) : line;
  };
  return lines.map((line, index) => paint(isEscaped ? printableLine(line) : line, index)).join('\n');
}

/** A path below `a/` or `b/`, as in a diff of git. */
function named(side: string, path: string): string {
  return `${side}/${path.replace(/^(?:\.?\/)+/, '')}`;
}

type Sign = ' ' | '-' | '+';

/**
 * The hunks of an edit with some lines of context. Which lines change is known, so nothing is compared: a general diff
 * takes a time that grows with the square of what changes.
 */
export function hunksOf({ before, cuts }: Omit<TextEdit, 'path'>, context: number): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [oldLine, newLine, at] = [1, 1, 0];
  for (const { start, end, left } of changedLines(before, cuts)) {
    const kept = linesOf(before.slice(at, start));
    const previous = hunks.at(-1);
    const isNear = previous !== undefined && kept.length <= 2 * context;
    const lead = isNear ? kept : kept.slice(Math.max(0, kept.length - context));
    if (previous && !isNear) add(previous, ' ', kept.slice(0, context));
    const skipped = kept.length - lead.length;
    const hunk = isNear ? previous : emptyHunk(oldLine + skipped, newLine + skipped);
    if (!isNear) hunks.push(hunk);
    const [removed, added] = [linesOf(before.slice(start, end)), linesOf(left)];
    add(hunk, ' ', lead);
    add(hunk, '-', removed);
    add(hunk, '+', added);
    oldLine += kept.length + removed.length;
    newLine += kept.length + added.length;
    at = end;
  }
  const last = hunks.at(-1);
  if (last) add(last, ' ', linesOf(before.slice(at)).slice(0, context));
  return hunks;
}

function emptyHunk(oldStart: number, newStart: number): StructuredPatchHunk {
  return { oldStart, oldLines: 0, newStart, newLines: 0, lines: [] };
}

function add(hunk: StructuredPatchHunk, sign: Sign, lines: readonly string[]): void {
  if (sign !== '+') hunk.oldLines += lines.length;
  if (sign !== '-') hunk.newLines += lines.length;
  for (const line of lines) {
    if (line.endsWith('\n')) hunk.lines.push(`${sign}${line.slice(0, -1)}`);
    else hunk.lines.push(`${sign}${line}`, '\\ No newline at end of file');
  }
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** Lines of a text that change: from one offset to another, and what is left of them. */
interface ChangedLines extends Range {
  readonly left: string;
}

/** In order; between two of them is at least one line. */
function changedLines(text: string, cuts: readonly Range[]): ChangedLines[] {
  const lines = toLines(text);
  const blocks: { start: number; end: number; cuts: Range[] }[] = [];
  for (const cut of cuts) {
    const { start, end } = linesAround(lines, cut);
    const last = blocks.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.cuts.push(cut);
    } else blocks.push({ start, end, cuts: [cut] });
  }
  return blocks.map(({ start, end, cuts: ofBlock }) => {
    const inside = ofBlock.map((cut) => ({ start: cut.start - start, end: cut.end - start }));
    return { start, end, left: without(text.slice(start, end), inside) };
  });
}

/** A line that loses its end takes the next one with it. */
function linesAround({ text, at }: Lines, { start, end }: Range): Range {
  const first = at(start).start;
  const isWhole = start === first && text[end - 1] === '\n';
  return { start: first, end: isWhole ? end : at(end).end };
}
