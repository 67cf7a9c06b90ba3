import type { Range } from '../model/argument.ts';
import { contentEnd, deletions, type ErasedLine, erasedLines, lineAt, partsToDelete } from './lines.ts';
import { rejectOtherWords } from './reject-other-words.ts';

const COMMENT = /^\s*[#;]/;
const CONTINUATION = /[ \t]*\\$/;
const CLOSING_QUOTES = /^["']+$/;

/**
 * What to delete so that words go from a text that is no YAML: a shell's, a unit's, or one of arguments. A line that had
 * nothing else goes whole, and with the last line of a command the backslash that continued it. Throws ByHand where that
 * would change anything else.
 *
 * @param hasComments whether lines of comments may stand between those of a command, as in a unit
 */
export function removalsInWords(text: string, words: readonly Range[], hasComments: boolean): Range[] {
  const isComment = (line: string) => hasComments && COMMENT.test(line);
  const parts = words.flatMap((range) => linesOfWord(text, range, isComment));
  const lines = erasedLines(text, parts);
  const gone = new Set(lines.filter(({ left }) => isNothing(left.trim())).map(({ start }) => start));
  const found = lines.flatMap((line): Range[] => {
    const left = line.left.trim();
    if (left === '\\') return [line.whole];
    if (!isNothing(left)) return partsToDelete(text, line);
    const isGone = (before: Range) => gone.has(before.start);
    if (left !== '') {
      // What closes the quote moves up to the line before, if no comment is between.
      const joined = continuedBefore(text, line, isGone);
      return joined
        ? [{ start: joined.start, end: line.start + line.left.indexOf(left) }]
        : partsToDelete(text, line);
    }
    const isPassed = (before: Range) => isGone(before) || isComment(contentOf(text, before));
    const backslash = continuedBefore(text, line, isPassed);
    return backslash ? [backslash, line.whole] : [line.whole];
  });
  const deleted = deletions(text, found);
  rejectOtherWords(text, parts, deleted);
  return deleted;
}

type IsComment = (line: string) => boolean;

/** A word, or an option with its value, line by line: without what continues its lines, and without comments between. */
function linesOfWord(text: string, { start, end }: Range, isComment: IsComment): Range[] {
  const parts: Range[] = [];
  for (let at = start; at < end; at = lineAt(text, at).end) {
    const written = text.slice(at, Math.min(end, contentEnd(text, lineAt(text, at))));
    const isContinued = at + written.length < end;
    const kept = isContinued ? written.replace(CONTINUATION, '') : written;
    if (at === start || !isComment(written)) parts.push({ start: at, end: at + kept.length });
  }
  return parts;
}

function contentOf(text: string, line: Range): string {
  return text.slice(line.start, contentEnd(text, line));
}

function isNothing(left: string): boolean {
  return left === '' || left === '\\' || CLOSING_QUOTES.test(left);
}

/** The backslash that continues the last line before that is not passed over, with the blanks before it. */
function continuedBefore(
  text: string,
  line: ErasedLine,
  isPassed: (line: Range) => boolean,
): Range | undefined {
  let start = line.start;
  while (start > 0) {
    const previous = lineAt(text, start - 1);
    if (!isPassed(previous)) {
      const [backslash] = CONTINUATION.exec(contentOf(text, previous)) ?? [];
      const end = contentEnd(text, previous);
      return backslash === undefined ? undefined : { start: end - backslash.length, end };
    }
    start = previous.start;
  }
  return undefined;
}
