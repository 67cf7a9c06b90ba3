import type { Range } from '../../model/argument.ts';
import type { ChangedLines } from '../../model/repair.ts';
import { type Lines, toLines } from './lines.ts';
import { without } from './ranges.ts';

/** The lines of a text that are others without some ranges, which are in order. */
export function changedLines(text: string, deleted: readonly Range[]): ChangedLines[] {
  const lines = toLines(text);
  const blocks: { start: number; end: number; deleted: Range[] }[] = [];
  for (const range of deleted) {
    const { start, end } = linesAround(lines, range);
    const last = blocks.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.deleted.push(range);
    } else blocks.push({ start, end, deleted: [range] });
  }
  return blocks.map(({ start, end, deleted: ofBlock }) => {
    const inside = ofBlock.map((range) => ({ start: range.start - start, end: range.end - start }));
    return { start, end, left: without(text.slice(start, end), inside) };
  });
}

/** A line that loses its end takes the next one with it. */
function linesAround({ text, at }: Lines, { start, end }: Range): Range {
  const first = at(start).start;
  const isWhole = start === first && text[end - 1] === '\n';
  return { start: first, end: isWhole ? end : at(end).end };
}
