import type { Range } from '../../model/argument.ts';
import { contentEnd, cutLines, cutsInLine, cutsInOrder, type Lines, toLines } from './lines.ts';
import { verifyWords } from './verify-words.ts';

const COMMENT = /^\s*[#;]/;
const CLOSING_QUOTES = /^["']+$/;

/**
 * What to cut to remove words from a text that is not YAML: a shell's, a unit's, or one of arguments. A line that had
 * nothing else is cut whole, and with the last line of a command the backslash that continued it. Throws
 * NeedsManualEdit where that would change anything else.
 *
 * @param hasComments whether lines of comments may be between those of a command, as in a unit
 */
export function cutsInWords(text: string, words: readonly Range[], hasComments: boolean): Range[] {
  const isComment = (line: string) => hasComments && COMMENT.test(line);
  const all = toLines(text);
  const parts = words.flatMap((range) => linesOfWord(all, range, isComment));
  const lines = cutLines(all, parts);
  const gone = new Set(lines.filter(({ left }) => isNothing(left.trim())).map(({ start }) => start));
  const isGone = (before: Range) => gone.has(before.start);
  const isPassed = (before: Range) => isGone(before) || isComment(contentOf(text, before));
  const backslashPastCuts = continuations(all, isGone);
  const backslashPastComments = continuations(all, isPassed);
  const found = lines.flatMap((line): Range[] => {
    const left = line.left.trim();
    if (left === '\\') return [line.whole];
    if (!isNothing(left)) return cutsInLine(text, line);
    if (left !== '') {
      // What closes the quote moves up to the line before, if no comment is between.
      const joined = backslashPastCuts(line.start);
      return joined
        ? [{ start: joined.start, end: line.start + line.left.indexOf(left) }]
        : cutsInLine(text, line);
    }
    const backslash = backslashPastComments(line.start);
    return backslash ? [backslash, line.whole] : [line.whole];
  });
  const cuts = cutsInOrder(text, found);
  verifyWords(text, parts, cuts);
  return cuts;
}

type IsComment = (line: string) => boolean;

/** A word, or an option with its value, line by line: without what continues its lines, and without comments between. */
function linesOfWord({ text, at: lineAt }: Lines, { start, end }: Range, isComment: IsComment): Range[] {
  const parts: Range[] = [];
  for (let at = start; at < end; at = lineAt(at).end) {
    const written = text.slice(at, Math.min(end, contentEnd(text, lineAt(at))));
    const isContinued = at + written.length < end;
    const kept = (isContinued ? continuationIn(written) : undefined) ?? written.length;
    if (at === start || !isComment(written)) parts.push({ start: at, end: at + kept });
  }
  return parts;
}

/** Where the backslash that continues a line is, or the blanks before it. */
function continuationIn(line: string): number | undefined {
  if (!line.endsWith('\\')) return undefined;
  let start = line.length - 1;
  while (start > 0 && /[ \t]/.test(line.charAt(start - 1))) start -= 1;
  return start;
}

function contentOf(text: string, line: Range): string {
  return text.slice(line.start, contentEnd(text, line));
}

function isNothing(left: string): boolean {
  return left === '' || left === '\\' || CLOSING_QUOTES.test(left);
}

/**
 * Finds, for the start of a line, the backslash that continues the last line before it that is not passed over, with the
 * blanks before it. Each line is looked at once, however many lines are asked for.
 */
function continuations(
  { text, at }: Lines,
  isPassed: (line: Range) => boolean,
): (start: number) => Range | undefined {
  const known = new Map<number, Range | undefined>([[0, undefined]]);
  return (start) => {
    const passed = [start];
    let from = start;
    while (!known.has(from)) {
      const previous = at(from - 1);
      if (isPassed(previous)) {
        from = previous.start;
        passed.push(from);
      } else known.set(from, continuationOf(text, previous));
    }
    const found = known.get(from);
    for (const each of passed) known.set(each, found);
    return found;
  };
}

function continuationOf(text: string, line: Range): Range | undefined {
  const start = continuationIn(contentOf(text, line));
  return start === undefined ? undefined : { start: line.start + start, end: contentEnd(text, line) };
}
