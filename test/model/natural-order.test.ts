import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNaturally } from '../../src/model/natural-order.ts';

test.each([
  { sorted: ['cp-1', 'cp-2', 'cp-10'], why: 'numbers by their value' },
  { sorted: ['1', '01', '2', '10'].sort(compareNaturally), why: 'zeros before them do not count' },
  { sorted: ['a', 'a1', 'a1b', 'a2', 'ab'], why: 'the shorter first' },
  { sorted: ['A', 'B', 'a', 'b', 'é'], why: 'letters by their code, in every locale' },
  {
    sorted: ['99999999999999999999998', '99999999999999999999999', '100000000000000000000000'],
    why: 'however long',
  },
  { sorted: ['', '0', 'a'], why: 'nothing first' },
])('$why', ({ sorted }) => {
  expect([...sorted].reverse().sort(compareNaturally)).toEqual(sorted);
});

test('is a total order', () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '2', 'a', '-', '/'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(compareNaturally(a, b))).toBe(-Math.sign(compareNaturally(b, a)) + 0);
      expect(compareNaturally(a, b) === 0).toBe(a === b);
      if (compareNaturally(a, b) < 0 && compareNaturally(b, c) < 0) {
        expect(compareNaturally(a, c)).toBeLessThan(0);
      }
    }),
    { numRuns: 5000, seed: 1 },
  );
});
