import type { YamlText } from './yaml.ts';

const BLANK = /[\s\u0085]/;

/** Escapes of a double-quoted scalar. */
const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|.)/sy;
const BLANK_ESCAPE = /^\\[ntvfrNLP_\s]/;
const CODE_ESCAPE = /^\\[xuU](.{2,8})$/;

/** Turns offsets into the text of a scalar into offsets into the file. */
export interface Places {
  /** Else every place is the whole scalar. */
  readonly isExact: boolean;
  startOf(offset: number): number;
  /** The end of what is written for the text from `start` up to `end`. */
  endOf(start: number, end: number): number;
}

/**
 * Where the characters of a YAML or JSON scalar are written, in every style; if that is not clear, the whole scalar.
 */
export function placesOf(scalar: YamlText, source: string): Places {
  const units = unitsOf(scalar, source);
  const startOf = (offset: number) => units[offset]?.start ?? units.at(-1)?.end ?? scalar.start;
  const endOf = (start: number, end: number) =>
    end > start ? (units[end - 1]?.end ?? scalar.end) : startOf(start);
  return { isExact: units.length === scalar.text.length, startOf, endOf };
}

/** Where each character of a scalar is written; empty if that is not clear. */
function unitsOf({ text, start, end }: YamlText, source: string): { start: number; end: number }[] {
  const style = source[start] ?? '';
  const units: { start: number; end: number }[] = [];
  let offset = contentStart(style, start, source);
  for (const character of text.split('')) {
    const isBlank = BLANK.test(character);
    while (!isBlank && offset < end && isBlankAt(style, source, offset))
      offset += lengthAt(style, source, offset);
    const isFolded = isBlank && (offset >= end || !isBlankAt(style, source, offset));
    const length = isFolded ? 0 : lengthAt(style, source, offset);
    if (!isBlank && (offset >= end || (length === 1 && source[offset] !== character))) return [];
    units.push({ start: offset, end: offset + length });
    offset += length;
  }
  return units;
}

/** After the opening quote, or after the line with the header of a block scalar. */
function contentStart(style: string, start: number, source: string): number {
  if (style === '|' || style === '>') return source.indexOf('\n', start) + 1;
  return style === '"' || style === "'" ? start + 1 : start;
}

/** The length of what is written for one character of the text. */
function lengthAt(style: string, source: string, offset: number): number {
  if (source.startsWith('\r\n', offset)) return 2;
  if (style === "'" && source.startsWith("''", offset)) return 2;
  if (style !== '"' || source[offset] !== '\\') return 1;
  ESCAPE.lastIndex = offset;
  return ESCAPE.exec(source)?.[0].length ?? 1;
}

function isBlankAt(style: string, source: string, offset: number): boolean {
  if (style !== '"' || source[offset] !== '\\') return BLANK.test(source[offset] ?? '');
  const unit = source.slice(offset, offset + lengthAt(style, source, offset));
  const code = CODE_ESCAPE.exec(unit)?.[1];
  if (code === undefined) return BLANK_ESCAPE.test(unit);
  return BLANK.test(String.fromCharCode(Math.min(Number.parseInt(code, 16), 0xffff)));
}
