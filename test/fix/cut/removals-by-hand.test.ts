import { describe, expect, test } from 'vitest';
import { NeedsManualEdit } from '../../../src/model/needs-manual-edit.ts';
import { cut } from '../../support/fix/cut.ts';

describe('what cannot be taken out safely is left to be done by hand', () => {
  test.each([
    ['a: &x «x»\nl: [*x]\n', 'an alias uses it'],
    ['l:\n- &x «x»\n- *x\n', 'an alias in the same list uses it'],
    ['a: &l [«x», a]\nb: *l\n', 'an alias uses its list'],
    ['a: &m\n  l:\n  - «x»\nb: *m\n', 'an alias uses what its list is in'],
    ['a: &m {«x: 1», a: 2}\nb:\n  <<: *m\n', 'a merge key uses its map'],
    ['a: &s run «x» b\nl: [*s]\n', 'an alias uses its string'],
    ['a:\n  &l l: [«x»]\nb: *l\n', 'an alias uses the key of a list that would go'],
    ['l: [a, «x: 1», b]\n', 'a pair that is an item'],
    ['# «x»\nl: [a]\n', 'it is no item'],
    ['l: [a«, »b]\n', 'it is between items'],
    ['s: "\\x6b «x\\»x79"\n', 'it ends within an escape'],
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
