/** A piece of a sentence; code is everything but plain words: a flag, a path, whatever came from outside. */
export interface SentencePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** A word that no format or site turns into a mention or a link; or a number or a time. */
const PLAIN = /^(?:[A-Za-z][A-Za-z0-9]*|[A-Za-z]+(?:[-'][A-Za-z]+)*|\d+(?:[.:]\d+)*)?$/;

/** The pieces of a sentence; joined, they are the sentence again. */
export function sentenceParts(sentence: string): SentencePart[] {
  const parts: SentencePart[] = [];
  let plain = '';
  for (const [index, word] of sentence.split(' ').entries()) {
    const [before, core, after] = withPunctuation(word);
    plain += index === 0 ? before : ` ${before}`;
    if (PLAIN.test(core)) {
      plain += core + after;
    } else {
      if (plain !== '') parts.push({ text: plain, isCode: false });
      parts.push({ text: core, isCode: true });
      plain = after;
    }
  }
  return plain === '' ? parts : [...parts, { text: plain, isCode: false }];
}

function withPunctuation(word: string): [before: string, core: string, after: string] {
  const start = word.search(/[^("]|$/);
  let end = word.length;
  while (end > start && '),.:;"'.includes(word.charAt(end - 1))) end -= 1;
  return [word.slice(0, start), word.slice(start, end), word.slice(end)];
}
