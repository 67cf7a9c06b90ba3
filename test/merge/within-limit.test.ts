import { expect, test } from 'vitest';
import { withinLimit } from '../../src/merge/within-limit.ts';

test('a report that is longer than a text can be is an error that says what to do', () => {
  const long = () => Array.from({ length: 600 }, () => 'x'.repeat(1_000_000)).join('');
  expect(() => withinLimit('json', long)).toThrow('the merged report as json would be larger than 512 MB');
  expect(withinLimit('json', () => 'x')).toBe('x');
});

test('another error stays what it is', () => {
  const fail = () => {
    throw new RangeError('x');
  };
  expect(() => withinLimit('json', fail)).toThrow('x');
});
