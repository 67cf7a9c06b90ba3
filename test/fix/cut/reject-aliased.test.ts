import { describe, expect, test } from 'vitest';
import { NeedsManualEdit } from '../../../src/model/problem.ts';
import { cut } from '../../support/fix/cut.ts';

describe('what an alias uses elsewhere is left to be removed by hand', () => {
  test.each([
    ['a: &x «x»\nl: [*x]\n', 'an alias uses it'],
    ['l:\n- &x «x»\n- *x\n', 'an alias in the same list uses it'],
    ['a: &l [«x», a]\nb: *l\n', 'an alias uses its list'],
    ['a: &m\n  l:\n  - «x»\nb: *m\n', 'an alias uses what its list is in'],
    ['a: &m {«x: 1», a: 2}\nb:\n  <<: *m\n', 'a merge key uses its map'],
    ['a: &s run «x» b\nl: [*s]\n', 'an alias uses its string'],
    ['a:\n  &l l: [«x»]\nb: *l\n', 'an alias uses the key of a list that would go'],
  ])('%j: %s', (text) => {
    expect(() => cut(text)).toThrow(NeedsManualEdit);
  });

  test.each([
    ['a: &x «x»\nl: [b]\n', 'l: [b]\n', 'no alias uses it'],
    ['a: &l [b]\nl: [«x», *l]\n', 'a: &l [b]\nl: [*l]\n', 'an alias is beside it'],
    ['a: &a 1\nm: {x: [«*a»], b: *a}\n', 'a: &a 1\nm: {b: *a}\n', 'it is an alias itself'],
  ])('but not %j: %s', (text, left) => {
    expect(cut(text)).toBe(left);
  });
});
