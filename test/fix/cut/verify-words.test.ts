import { describe, expect, test } from 'vitest';
import { verifyWords } from '../../../src/fix/cut/verify-words.ts';
import { NeedsManualEdit } from '../../../src/model/problem.ts';

/** What stands between « and » was to be removed, and what between ‹ and › is deleted. */
function check(intended: string, deleting: string): () => void {
  const text = intended.replace(/[«»]/g, '');
  expect(deleting.replace(/[‹›]/g, '')).toBe(text);
  const removed = { start: intended.indexOf('«'), end: intended.indexOf('»') - 1 };
  const deleted = { start: deleting.indexOf('‹'), end: deleting.indexOf('›') - 1 };
  return () => verifyWords(text, [removed], [deleted]);
}

describe('a deletion from a text that is not YAML', () => {
  test.each([
    { why: 'it is the word with a blank', intended: 'a «x» b', deleting: 'a‹ x› b' },
    {
      why: 'it is a line of a unit',
      intended: '[Service]\nA=a \\\n  «x» \\\n  b\n',
      deleting: '[Service]\nA=a \\\n‹  x \\\n›  b\n',
    },
  ])('is right where $why', ({ intended, deleting }) => expect(check(intended, deleting)).not.toThrow());

  test.each([
    { why: 'it takes a letter of the next word', intended: 'a «x» bc', deleting: 'a ‹x b›c' },
    { why: 'it leaves a letter', intended: 'a «xy» b', deleting: 'a ‹x›y b' },
    {
      why: 'it takes a backslash that continues a unit, and the rest is cut off',
      intended: '[Service]\nA=a \\\n  «x» \\\n  b\n',
      deleting: '[Service]\nA=a‹ \\\n  x \\›\n  b\n',
    },
    {
      why: 'it takes the key of the next line of a unit',
      intended: '[Service]\nA=a «x»\nB=b\n',
      deleting: '[Service]\nA=a‹ x\nB=›b\n',
    },
  ])('is not done where $why', ({ intended, deleting }) =>
    expect(check(intended, deleting)).toThrow(NeedsManualEdit),
  );
});
