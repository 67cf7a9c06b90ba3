import { FLAG, isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import type { Range } from '../../model/argument.ts';
import type { Invocation } from '../../model/invocation.ts';
import { withoutComments } from './comments.ts';
import { firstWhere } from './source-file.ts';
import { plainText } from './worth-reading.ts';

const FLAGS = new RegExp(FLAG, 'gi');

/**
 * The offsets at which a text has the flag outside of comments and of the parts that a reader took; its beginning if the
 * flag is only there once escapes are resolved, and nothing was taken.
 */
export function findMentions(path: string, text: string, taken: readonly Range[]): number[] {
  if (!mentionsFlag(text)) return taken.length === 0 && mentionsFlag(plainText(text)) ? [0] : [];
  return [...withoutComments(path, text).matchAll(FLAGS)].map(({ index }) => index).filter(outside(taken));
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

/**
 * Whether a reader took what a part of a file has of the flag: it found an API server, or something that has the flag.
 * Where it found neither, the flag may be for a program that it does not know.
 */
export function takesFlag(invocations: readonly Invocation[]): boolean {
  return invocations.some(({ arguments: args, environment = [] }) =>
    [...args, ...environment].some(
      ({ text, isUnknown }) => isUnknown || isApiServerProgram(text) || mentionsFlag(text),
    ),
  );
}

/** Documents for people, whatever is in them. */
export const DOCUMENT = /\.(?:adoc|asciidoc|html?|markdown|md|mdown|mdx|org|rst|tex|textile|wiki)$/i;

/** Whether a text only talks of the flag: it is a document, or has the flag in sentences. */
export function isProseAbout(path: string, text: string, mentions: readonly number[]): boolean {
  return DOCUMENT.test(path) || mentions.every((mention) => isInSentence(text, mention));
}

/** How far from the flag its sentence is looked for. */
const NEAR = 100;

const WORDS_AFTER = /^[^\s;]*[ \t][A-Za-z]+[ \t][A-Za-z]+/;
const WORDS_BEFORE = /(?:^|\s)[A-Za-z]+,?[ \t][A-Za-z]+[ \t][`"'([*]*-{0,2}$/;
const CLAUSE_END = /^[^\s,;]*[.,)](?:\s|$)/;

/** Whether two words follow the flag, or stand before it at the end of a clause. */
function isInSentence(text: string, mention: number): boolean {
  const after = text.slice(mention, mention + NEAR);
  const before = text.slice(Math.max(mention - NEAR, 0), mention);
  return WORDS_AFTER.test(after) || (CLAUSE_END.test(after) && WORDS_BEFORE.test(before));
}
