import { parseJson } from '../sources/system/bytes.ts';
import type { DocumentFault } from './document-handler.ts';

const [LINE_FEED, RETURN, QUOTE, OPEN] = [0x0a, 0x0d, 0x22, 0x7b];
/** A line that is no report is looked at up to this length. */
const MAX_LINE = 4096;

/** A line that begins with `{"` or is `{`: within a report, such a line is indented. */
export function beginsReport(chunk: Buffer, at: number): boolean {
  if (chunk[at] !== OPEN) return false;
  const next = chunk[at + 1] === RETURN ? chunk[at + 2] : chunk[at + 1];
  return next === QUOTE || next === LINE_FEED;
}

const UNDECIDED = /\n(?:\{\r?)?$/;

/** How many of the last bytes may be the beginning of such a line. */
export function undecidedAtEnd(chunk: Buffer): number {
  return UNDECIDED.exec(chunk.toString('latin1', Math.max(0, chunk.length - 3)))?.[0].length ?? 0;
}

/** Lines that are no documents: of several in a row, the first is said. */
export class StrayLines {
  #text: string | undefined = '';

  /** That line, or a part of it. */
  add(line: string): void {
    if (this.#text !== undefined) this.#text = (this.#text + line).slice(0, MAX_LINE);
  }

  /** What is wrong with the line that has ended; undefined if that was said of one before it. */
  fault(): DocumentFault | undefined {
    const text = this.#text;
    this.#text = undefined;
    if (text === undefined) return undefined;
    return parseJson(text) === undefined ? 'not-json' : 'not-a-report';
  }
}
