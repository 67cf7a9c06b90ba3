import { applyPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines } from '../../../src/fix/cut/changed-lines.ts';
import { merged, without } from '../../../src/fix/cut/ranges.ts';
import { hunksOf } from '../../../src/fix/words/hunks.ts';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', '\n', '\n', '\r\n'), { maxLength: 60 });
const cuts = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 8 })), { maxLength: 6 });

test('a patch of what goes, applied, leaves the rest, with any number of lines of context', () => {
  const property = fc.property(texts, cuts, fc.nat(3), (parts, places, context) => {
    const text = parts.join('');
    const ranges = places
      .map(([start, length]) => ({ start, end: Math.min(start + length, text.length) }))
      .filter(({ start, end }) => start < end);
    const deleted = merged(ranges);
    const changed = changedLines(text, deleted);
    const hunks = hunksOf({ path: 'x', before: text, changed, advice: [] }, context);
    const patch = { oldFileName: 'x', newFileName: 'x', oldHeader: undefined, newHeader: undefined, hunks };
    expect(applyPatch(text, patch, { autoConvertLineEndings: false })).toBe(without(text, deleted));
    const kept = hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith(' ')));
    expect(context === 0 ? kept : []).toEqual([]);
  });
  fc.assert(property, { numRuns: 2000, seed: 1 });
});
