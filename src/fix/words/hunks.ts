import type { StructuredPatchHunk } from 'diff';
import type { Change } from '../../model/repair.ts';

type Sign = ' ' | '-' | '+';

/**
 * The hunks of a change with some lines of context. Which lines change is known, so nothing is compared: a general diff
 * takes a time that grows with the square of what changes.
 */
export function hunksOf({ before, changed }: Change, context: number): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = [];
  let [oldLine, newLine, at] = [1, 1, 0];
  for (const { start, end, left } of changed) {
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
