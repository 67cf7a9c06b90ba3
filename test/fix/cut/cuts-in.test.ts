import { describe, expect, test } from 'vitest';
import { NeedsManualEdit } from '../../../src/model/problem.ts';
import { cut } from '../../support/fix/cut.ts';

/** The text, with what is to be removed between « and »; what is left of it; which case that is. */
type Row = readonly [text: string, left: string, why: string];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'a list in lines': [
    ['- «x»\n- a\n', '- a\n', 'the first item'],
    ['- a\n- «x»\n- b\n', '- a\n- b\n', 'one in the middle'],
    ['l:\n- a\n- «x»\nz: 1\n', 'l:\n- a\nz: 1\n', 'the last item'],
    ['l:\n- «x»\nz: 1\n', 'z: 1\n', 'the only item, with the key of the list'],
    ['a:\n  l:\n    - «x»\n  z: 1\n', 'a:\n  z: 1\n', 'the only item of an indented list'],
    ['l:\n- «x»\n- a\n- «x»\n- «false»\n- b\n- «x»\n', 'l:\n- a\n- b\n', 'several items'],
    ['l:\n- «x»\n- «false»\nz: 1\n', 'z: 1\n', 'all items'],
    ['l:\n- «x» # why\n- a # stays\n', 'l:\n- a # stays\n', 'a comment on its line'],
    [
      'l:\n# above\n- a\n# of x\n- «x»\n# below\n- b\n',
      'l:\n# above\n- a\n# of x\n# below\n- b\n',
      'comments on other lines stay',
    ],
    [
      'l: # of the list\n# above\n- «x»\n# below\nz: 1\n',
      '# above\n# below\nz: 1\n',
      'comments of a list that goes stay',
    ],
    ['l:\n- a\n\n- «x»\n\n- b\n', 'l:\n- a\n\n\n- b\n', 'blank lines stay'],
    ['l:\n- a\n- «x»', 'l:\n- a', 'no newline at the end'],
    ['z: 1\nl:\n- «x»', 'z: 1', 'no newline at the end, and the list goes'],
    ['l:\n- a\n- «x»\n- «false»', 'l:\n- a', 'two lines before the end without a newline'],
    ['l:\r\n- a\r\n- «x»\r\n- b\r\n', 'l:\r\n- a\r\n- b\r\n', 'carriage returns'],
    ['l:\r\n- a\r\n- «x»', 'l:\r\n- a', 'carriage returns, no newline at the end'],
    ['l:\n- «"x"»\n- \'a\'\n', "l:\n- 'a'\n", 'in quotes'],
    ['l:\n- !!str «x»\n- a\n', 'l:\n- a\n', 'with a tag'],
    ['l:\n- &x «x»\n- a\n', 'l:\n- a\n', 'with an anchor that nothing uses'],
    ['l:\n- «>-\n  x»\n- a\n', 'l:\n- a\n', 'a folded item'],
    ['l:\n- «|- # why\n    x\n»- a\n', 'l:\n- a\n', 'a literal item with a comment in its header'],
    ['l:\n-\t«x»\n-\ta\n', 'l:\n-\ta\n', 'a tab after the dash'],
    ['l:\n- - «x»\n  - a\n- - b\n', 'l:\n- - a\n- - b\n', 'a list in a list, its first item'],
    ['l:\n- - a\n  - «x»\n- - b\n', 'l:\n- - a\n- - b\n', 'a list in a list, its last item'],
    ['l:\n- - «x»\n- - b\n', 'l:\n- - b\n', 'a list in a list, all of it'],
    ['- l: [«x»]\n  z: 1\n', '- z: 1\n', 'the first key of an item in a flow'],
    ['- l:\n  - «x»\n  z: 1\n', '- z: 1\n', 'the first key of an item in lines'],
    [
      '- l:\n  - «x»\n  # of z\n  z: 1\n',
      '-\n  # of z\n  z: 1\n',
      'the first key of an item with a comment after it',
    ],
    ['- a: 1\n  l:\n  - «x»\n  z: 1\n', '- a: 1\n  z: 1\n', 'the middle key of an item'],
  ],
  'a map in lines': [
    ['m:\n  a: 1\n  «x: 2»\n  b: 3\n', 'm:\n  a: 1\n  b: 3\n', 'a key'],
    ['m:\n  «x: 2» # why\n  b: 3\n', 'm:\n  b: 3\n', 'a key with a comment'],
    ['m:\n  «x: 2»\nz: 1\n', 'z: 1\n', 'the only key'],
    ['a: 1\nb:\n  c:\n    d:\n      «x: 2»\n', 'a: 1\n', 'a cascade of empty maps'],
    ['b:\n  c:\n    d:\n      «x: 2»\n    e: 1\n', 'b:\n  c:\n    e: 1\n', 'a cascade that ends at a key'],
    ['b:\n  c:\n    «x: 2»\n', '', 'all there is'],
    ['m:\n  x: 1\n  a: 1\n  «x: 2»\n', 'm:\n  a: 1\n', 'all of equal keys, of which the last counts'],
    ['m:\n  x:\n  - «1»\n  - «2»\n  a: 1\n', 'm:\n  a: 1\n', 'a list of values'],
    ['m:\n  x: [1]\n  x: [«2», «3»]\n  a: 1\n', 'm:\n  a: 1\n', 'equal keys with lists of values'],
    ['m:\n  ? «x\n  : 2»\n  ? a\n  : 1\n', 'm:\n  ? a\n  : 1\n', 'an explicit key'],
    ['m:\n  «x:\n    2»\n  a: 1\n', 'm:\n  a: 1\n', 'a value on its own line'],
    [
      'l:\n- «name: x\n  value: y»\n- name: a\n  value: b\n',
      'l:\n- name: a\n  value: b\n',
      'a name and a value',
    ],
    [
      'l:\n- name: a\n  value: b\n- «value: y # why\n  name: x»\n',
      'l:\n- name: a\n  value: b\n',
      'a value and a name',
    ],
    [
      'l:\n- «{name: x, value: y}»\n- {name: a, value: b}\n',
      'l:\n- {name: a, value: b}\n',
      'a name and a value in a flow',
    ],
    ['m:\n  l:\n  - «name: x\n    value: y»\n  z: 1\n', 'm:\n  z: 1\n', 'the only name and value'],
    ['b: &b {a: 1}\nm:\n  <<: *b\n  «x: 2»\n', 'b: &b {a: 1}\nm:\n  <<: *b\n', 'with a merge key beside it'],
  ],
  'several documents': [
    ['---\nl: [«x», a]\n---\nz: 1\n', '---\nl: [a]\n---\nz: 1\n', 'in the first'],
    ['---\nl: [«x»]\na: 1\n...\n---\nl: [«x», a]\n', '---\na: 1\n...\n---\nl: [a]\n', 'in both'],
    ['---\nl: [«x»]\n---\nz: 1\n', '---\n---\nz: 1\n', 'all of one'],
    ['%YAML 1.2\n---\nl:\n- «x»\n- a\n', '%YAML 1.2\n---\nl:\n- a\n', 'a directive'],
  ],
};

describe.each(Object.entries(ROWS))('what goes from a list or map: %s', (_, rows) => {
  test.each(rows)('%j leaves %j: %s', (text, left) => {
    expect(cut(text)).toBe(left);
  });
});

test.each([
  ['l: [a, «x: 1», b]\n', 'a pair that is an item'],
  ['# «x»\nl: [a]\n', 'it is not an item'],
  ['l: [a«, »b]\n', 'it is between items'],
  ['s: "\\x6b «x\\»x79"\n', 'it ends within an escape'],
])('what cannot be cut safely is left to be removed by hand: %j: %s', (text) => {
  expect(() => cut(text)).toThrow(NeedsManualEdit);
});
