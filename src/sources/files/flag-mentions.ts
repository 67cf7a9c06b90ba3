import { FLAG, isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import type { Range } from '../../model/argument.ts';
import { withoutComments } from './comments.ts';
import { firstWhere } from './source-file.ts';
import { plainText } from './worth-reading.ts';

const FLAGS = new RegExp(FLAG, 'g');

/**
 * The offsets at which a text has the flag outside of comments and of the parts that a reader took; its beginning if it
 * is there once escapes are resolved.
 */
export function findMentions(path: string, text: string, taken: readonly Range[]): number[] {
  const rest = withoutRanges(text, taken);
  const plain = plainText(rest);
  const isEscaped = plain !== rest && countIn(plain) > countIn(rest);
  if (!mentionsFlag(rest)) return isEscaped ? [0] : [];
  const mentions = [...withoutComments(path, text).matchAll(FLAGS)].map(({ index }) => index);
  return [...(isEscaped ? [0] : []), ...mentions.filter(outside(taken))];
}

function withoutRanges(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > from) parts.push(text.slice(from, start));
    from = Math.max(from, end);
  }
  return parts.join('\n') + text.slice(from);
}

function countIn(text: string): number {
  return text.match(FLAGS)?.length ?? 0;
}

/** Whether an offset is in none of some ranges. */
export function outside(ranges: readonly Range[]): (offset: number) => boolean {
  let farthest = 0;
  const sorted = [...ranges]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => {
      farthest = Math.max(farthest, end);
      return { start, end: farthest };
    });
  return (offset) => {
    const next = firstWhere(0, sorted.length, (index) => (sorted[index]?.start ?? 0) > offset);
    return (sorted[next - 1]?.end ?? 0) <= offset;
  };
}

/** Documents for people, whatever is in them. */
export const DOCUMENT = /\.(?:adoc|asciidoc|html?|markdown|md|mdown|mdx|org|rst|tex|textile|wiki)$/i;

/** A name without an ending, or of a plain text. */
const TEXT = /(?:^|\/)(?:[^./]+|[^/]+\.(?:text|txt))$/i;

/** Whether a text only talks of the flag: it is a document, or has the flag in sentences. */
export function isProseAbout(path: string, text: string, mentions: readonly number[]): boolean {
  if (DOCUMENT.test(path)) return true;
  if (text.startsWith('#!') || !TEXT.test(path)) return false;
  return mentions.every((mention) => isInSentence(text, mention));
}

/** How far from the flag its sentence is looked for. */
const NEAR = 100;

const WORDS_AFTER = /^[^\s;]*[ \t][A-Za-z]+[ \t][A-Za-z]+/;
const WORDS_BEFORE = /(?:^|\s)[A-Za-z]+,?[ \t][A-Za-z]+[ \t][`"'([*]*-{0,2}$/;
const CLAUSE_END = /^[^\s,;]*[.,)](?:\s|$)/;

/** Whether a text has the program of an API server before a flag. */
function startsServer(text: string): boolean {
  const words = text.split(/[\s"'`([]+/);
  return words.some((word, index) => isApiServerProgram(word) && /^(?:-|$)/.test(words[index + 1] ?? ''));
}

/** Whether two words follow the flag, or stand before it at the end of a clause. */
function isInSentence(text: string, mention: number): boolean {
  const after = text.slice(mention, mention + NEAR);
  const before = text.slice(Math.max(mention - NEAR, 0), mention);
  if (startsServer(before)) return false;
  return WORDS_AFTER.test(after) || (CLAUSE_END.test(after) && WORDS_BEFORE.test(before));
}
