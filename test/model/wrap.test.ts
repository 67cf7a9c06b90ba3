import { expect, test } from 'vitest';
import { columnsOf, wrap, wrapParts } from '../../src/model/wrap.ts';

const BOLD = '\u001b[1mRemediation\u001b[22m';
const LINK = '\u001b]8;;file://cp-1/a%20b\u001b\\a b:1:1\u001b]8;;\u001b\\';

test.each([
  { text: 'abc', columns: 3, why: 'a letter each' },
  { text: '宽é', columns: 3, why: 'two for a wide character' },
  { text: 'e\u0301', columns: 1, why: 'none for an accent of its own' },
  { text: BOLD, columns: 11, why: 'none for colours' },
  { text: LINK, columns: 7, why: 'none for the address of a link' },
])('a text takes columns: $why', ({ text, columns }) => {
  expect(columnsOf(text)).toBe(columns);
});

test.each([
  {
    text: 'one two three four five six seven eight',
    lead: `  ${BOLD}  `,
    columns: 44,
    lines: [`  ${BOLD}  one two three four five six`, `${' '.repeat(15)}seven eight`],
    why: 'further lines begin where the first does',
  },
  {
    text: 'one two three four five six seven eight',
    lead: `  ${BOLD}  `,
    columns: 40,
    lines: [`  ${BOLD}`, '    one two three four five six seven', '    eight'],
    why: 'on a narrow terminal they begin below the lead',
  },
  {
    text: 'one two',
    lead: `  ${BOLD}  `,
    columns: 40,
    lines: [`  ${BOLD}  one two`],
    why: 'unless there is room for all',
  },
  {
    text: `one ${'x'.repeat(50)} two`,
    lead: '  ',
    columns: 40,
    lines: ['  one', `  ${'x'.repeat(50)}`, '  two'],
    why: 'a word is not broken',
  },
  {
    text: 'a very long message of an error',
    lead: 'error: ',
    columns: Number.POSITIVE_INFINITY,
    lines: ['error: a very long message of an error'],
    why: 'what has no width is one line',
  },
])('words fill lines: $why', ({ text, lead, columns, lines }) => {
  expect(wrap(text, lead, columns)).toEqual(lines);
});

test.each([
  { parts: ['a b', 'c d'], columns: 10, lines: ['  a b  c d'], why: 'all that fit' },
  { parts: ['a b', 'c d'], columns: 9, lines: ['  a b', '    c d'], why: 'no part is broken' },
  {
    parts: ['a', 'b c d e f'],
    columns: 9,
    lines: ['  a  b c', '    d e f'],
    why: 'but one too long',
  },
  { parts: [LINK, 'c'], columns: 12, lines: [`  ${LINK}  c`], why: 'a link takes the room of its text' },
])('parts fill lines: $why', ({ parts, columns, lines }) => {
  expect(wrapParts(parts, '  ', columns)).toEqual(lines);
});
