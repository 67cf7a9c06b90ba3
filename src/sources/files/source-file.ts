import type { Span } from '../../model/argument.ts';
import { firstWhere } from '../../model/first-where.ts';

/** The text of a file, in which offsets can be turned into lines and columns. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** What is written from one offset up to another, cut at the end of its first line. */
  spanOf(start: number, end: number): Span;
}

/** Lines end with LF or CRLF, which counts to none of them; a byte-order mark is no column. */
export function toSourceFile(path: string, written: string): SourceFile {
  const text = written.replace(/^\ufeff/, '');
  const lines = text.split('\n');
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  const withoutReturn = lines.map((line) => line.replace(/\r$/, ''));
  return {
    path,
    text,
    lines: withoutReturn,
    spanOf(start, end) {
      const index = firstWhere(1, starts.length, (next) => (starts[next] ?? 0) > start) - 1;
      const lineStart = starts[index] ?? 0;
      const lineEnd = lineStart + (withoutReturn[index]?.length ?? 0);
      return {
        line: index + 1,
        column: start - lineStart + 1,
        length: Math.max(Math.min(end, lineEnd) - start, 1),
      };
    },
  };
}
