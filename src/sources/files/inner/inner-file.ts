import type { Range } from '../../../model/argument.ts';
import { firstWhere, outermost, type SourceFile, toSourceFile } from '../source-file.ts';
import { type Places, placesOf } from '../yaml/scalar-places.ts';
import type { YamlText } from '../yaml/yaml.ts';

/** A text that is written in a file. */
export interface InnerText {
  readonly text: string;
  /** What is written for a part of it: offsets into the file. */
  readonly rangeOf: (start: number, end: number) => Range;
  /** It is not written as it is. */
  readonly isEncoded?: true;
}

/** The text of a YAML or JSON scalar. */
export function innerText(scalar: YamlText, source: string): InnerText {
  let places: Places | undefined;
  const rangeOf = (start: number, end: number) => {
    places ??= placesOf(scalar, source);
    return { start: places.startOf(start), end: places.endOf(start, end) };
  };
  return { text: scalar.text, rangeOf };
}

/** Texts one after the other. */
export function joined(texts: readonly InnerText[]): InnerText {
  let length = 0;
  const pieces = texts.map((piece) => {
    const start = length;
    length += piece.text.length;
    return { piece, start };
  });
  const at = (offset: number) =>
    pieces[firstWhere(1, pieces.length, (index) => (pieces[index]?.start ?? 0) > offset) - 1];
  const placeOf = (start: number, end: number) => {
    const found = at(start);
    return found?.piece.rangeOf(start - found.start, end - found.start) ?? { start: 0, end: 0 };
  };
  return {
    text: texts.map(({ text }) => text).join(''),
    rangeOf: (start, end) => {
      const last = Math.max(end - 1, start);
      return { start: placeOf(start, start).start, end: placeOf(last, end).end };
    },
    ...(texts.some(({ isEncoded }) => isEncoded) && { isEncoded: true as const }),
  };
}

/** A text as a file of its own, whose places are those in the file around it. */
export function innerFile(
  path: string,
  { text, rangeOf, isEncoded }: InnerText,
  around: SourceFile,
): SourceFile {
  const inner = toSourceFile(path, text);
  const outer = outermost(around);
  const mark = text.length - inner.text.length;
  const inOuter = (start: number, end: number) => {
    const written = rangeOf(start + mark, end + mark);
    return around.rangeOf(written.start, written.end);
  };
  return {
    ...inner,
    outer,
    rangeOf: inOuter,
    spanOf: (start, end) => {
      const written = inOuter(start, end);
      return outer.spanOf(written.start, written.end);
    },
    ...((isEncoded || around.isEncoded) && { isEncoded: true as const }),
  };
}
