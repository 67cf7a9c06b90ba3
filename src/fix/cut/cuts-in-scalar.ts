import type { Scalar } from 'yaml';
import type { Range } from '../../model/argument.ts';
import { NeedsManualEdit } from '../../model/problem.ts';
import { firstWhere } from '../../sources/files/source-file.ts';
import { placesOf } from '../../sources/files/yaml/scalar-places.ts';
import { contentEnd, type Lines } from './lines.ts';
import { without } from './ranges.ts';

/** What to cut from a file so that the text of a scalar loses parts, and the text that is left of the scalar. */
export interface ScalarCuts {
  readonly cuts: readonly Range[];
  readonly left: string;
}

/**
 * Throws NeedsManualEdit where it is not clear where the ranges are in the text of the scalar.
 *
 * @param written offsets into the file
 * @param cutsInText what to cut from the text of the scalar
 */
export function cutsInScalar(
  lines: Lines,
  scalar: Scalar,
  written: readonly Range[],
  cutsInText: (text: string, written: readonly Range[]) => Range[],
): ScalarCuts {
  const file = lines.text;
  const [start = 0, end = 0] = scalar.range ?? [];
  const text = String(scalar.value);
  const places = placesOf({ text, start, end }, file);
  if (!places.isExact) throw new NeedsManualEdit('its position in the string around it is unclear');
  const cuts = cutsInText(
    text,
    written.map((range) => inside(text, range, places)),
  ).flatMap((range) => keepingFold(file, text, range, places));
  const isBlock = '|>'.includes(file.charAt(start));
  return {
    cuts: cuts.map((range) => {
      const outer = { start: places.startOf(range.start), end: places.endOf(range.start, range.end) };
      return isBlock && isWholeLines(text, range) ? wholeLines(lines, outer) : outer;
    }),
    left: without(text, cuts),
  };
}

type Places = ReturnType<typeof placesOf>;

/** Offsets into the file as offsets into the text. */
function inside(text: string, { start, end }: Range, { startOf, endOf }: Places): Range {
  const from = firstWhere(0, text.length, (offset) => startOf(offset) >= start);
  const to = firstWhere(from + 1, text.length, (offset) => endOf(from, offset) >= end);
  if (startOf(from) !== start || endOf(from, to) !== end) {
    throw new NeedsManualEdit('its position in the string around it is unclear');
  }
  return { start: from, end: to };
}

/** A blank to cut may be the end of a line whose next one keeps something: then the blank after it is cut instead. */
function keepingFold(file: string, text: string, range: Range, { startOf }: Places): Range[] {
  const isFold = (offset: number) =>
    text[offset] === ' ' && file.slice(startOf(offset), startOf(offset + 1)).includes('\n');
  let fold = range.end - 1;
  while (fold >= range.start && !isFold(fold)) fold -= 1;
  if (fold < range.start || text[range.end] !== ' ' || isFold(range.end)) return [range];
  const after = { start: fold + 1, end: range.end + 1 };
  return fold === range.start ? [after] : [{ start: range.start, end: fold }, after];
}

function isWholeLines(text: string, { start, end }: Range): boolean {
  return (start === 0 || text[start - 1] === '\n') && text[end - 1] === '\n';
}

/** With the indentation of the first line, and the end of the last one. */
function wholeLines({ text, at }: Lines, { start, end }: Range): Range {
  const last = at(end - 1);
  return { start: at(start).start, end: contentEnd(text, last) < end ? last.end : end };
}
