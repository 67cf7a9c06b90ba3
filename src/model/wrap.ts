/** Colours and links of a terminal, which take no room on it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: both begin with a control character
const INVISIBLE = /\u001b(?:\[\d+m|\]8;;[^\u001b]*\u001b\\)/g;
const ONE_COLUMN_EACH = /^[ -~]*$/;
/** East Asian wide characters and pictures. */
const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  if (ONE_COLUMN_EACH.test(text)) return text.length;
  let columns = 0;
  for (const character of text.replace(INVISIBLE, '')) {
    // Here, because V8 builds the set where it first comes to it.
    columns += /[\p{M}\p{Cf}]/u.test(character) ? 0 : TWO_COLUMNS.test(character) ? 2 : 1;
  }
  return columns;
}

/** Less room beside a lead is not used. */
const MIN_ROOM = 28;

/**
 * Lines of at most so many columns: `lead` before the first, as many blanks before the others. Where there is little room
 * beside the lead, it has a line of its own. Words are not broken, so a long path may stick out.
 */
export function wrap(text: string, lead: string, columns: number): string[] {
  const width = columnsOf(lead);
  const isNarrow = columns - width < MIN_ROOM && width + columnsOf(text) > columns;
  if (!isNarrow || lead.trim() === '') {
    return fill(wordsOf(text), { lead, hanging: width, columns });
  }
  return [lead.trimEnd(), ...wrap(text, ' '.repeat(blanksBefore(lead) + 2), columns)];
}

/**
 * The same of parts with two blanks between them, which are broken only where one does not fit on a line. Further lines are
 * indented by two more than the first.
 */
export function wrapParts(parts: readonly string[], lead: string, columns: number): string[] {
  const hanging = blanksBefore(lead) + 2;
  const pieces = parts.flatMap((part, index) => {
    const indent = index === 0 ? columnsOf(lead) : hanging;
    const whole = { text: part, gap: '  ' };
    return indent + columnsOf(part) <= columns ? [whole] : wordsOf(part, whole.gap);
  });
  return fill(pieces, { lead, hanging, columns });
}

/** What is not broken, and what stands before it unless it begins a line. */
interface Piece {
  readonly text: string;
  readonly gap: string;
}

function wordsOf(text: string, firstGap = ' '): Piece[] {
  return text.split(' ').map((word, index) => ({ text: word, gap: index === 0 ? firstGap : ' ' }));
}

interface Room {
  readonly lead: string;
  readonly hanging: number;
  readonly columns: number;
}

function fill(pieces: readonly Piece[], { lead, hanging, columns }: Room): string[] {
  const lines: string[] = [];
  let line = lead;
  let width = columnsOf(lead);
  for (const [index, { text, gap }] of pieces.entries()) {
    const own = columnsOf(text);
    const between = index === 0 ? '' : gap;
    const isNext = index > 0 && width + between.length + own > columns;
    if (isNext) lines.push(line);
    line = isNext ? ' '.repeat(hanging) + text : line + between + text;
    width = isNext ? hanging + own : width + between.length + own;
  }
  return [...lines, line];
}

function blanksBefore(text: string): number {
  return text.length - text.trimStart().length;
}
