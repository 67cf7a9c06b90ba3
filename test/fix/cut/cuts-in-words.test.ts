import { describe, expect, test } from 'vitest';
import { cut } from '../../support/fix/cut.ts';

/** The text, with what is to be removed between « and »; what is left of it; which case that is. */
type Row = readonly [text: string, left: string, why: string];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'a unit': [
    ['[S]\nE=/a «x» b\n', '[S]\nE=/a b\n', 'a word'],
    ['[S]\nE=/a b «x»\nR=1\n', '[S]\nE=/a b\nR=1\n', 'the last word'],
    ['[S]\nE=/a «"x"» b\n', '[S]\nE=/a b\n', 'a word in quotes'],
    ['[S]\nE=/a \\\n  «x» b\n', '[S]\nE=/a \\\n  b\n', 'the first word of a line'],
    ['[S]\nE=/a «x» \\\n  b\n', '[S]\nE=/a \\\n  b\n', 'the last word of a line'],
    ['[S]\nE=/a \\\n  «x» \\\n  b\n', '[S]\nE=/a \\\n  b\n', 'a line in the middle'],
    ['[S]\nE=/a \\\n  b \\\n  «x»\nR=1\n', '[S]\nE=/a \\\n  b\nR=1\n', 'the last line'],
    ['[S]\nE=/a \\\n  b \\\n  «x» \\\n  «false»\nR=1\n', '[S]\nE=/a \\\n  b\nR=1\n', 'the last two lines'],
    ['[S]\nE=/a \\\n  «x» \\\n\nR=1\n', '[S]\nE=/a \\\n\nR=1\n', 'the last line before a blank one'],
    ['[S]\nE=/a \\\n  «x»', '[S]\nE=/a', 'the last line of the file'],
    [
      '[S]\nE=/a \\\n# one\n  «x» \\\n; two\n  b\n',
      '[S]\nE=/a \\\n# one\n; two\n  b\n',
      'comments between lines stay',
    ],
    ['[S]\nE=/a \\\n# one\n  «x»\nR=1\n', '[S]\nE=/a\n# one\nR=1\n', 'a comment before the last line stays'],
    ['[S]\nE=/a «--o x» b\n', '[S]\nE=/a b\n', 'an option and its value'],
    ['[S]\nE=/a \\\n  «--o \\\n  x» \\\n  b\n', '[S]\nE=/a \\\n  b\n', 'an option and its value in lines'],
    [
      '[S]\nE=/a \\\n  b \\\n  «--o \\\n  x»\nR=1\n',
      '[S]\nE=/a \\\n  b\nR=1\n',
      'an option and its value in the last lines',
    ],
    [
      '[S]\nE=/a \\\n  «--o \\\n# why\n  x» \\\n  b\n',
      '[S]\nE=/a \\\n# why\n  b\n',
      'an option and its value around a comment',
    ],
    ['[S]\nE=/a «--o \\\n  x» b\n', '[S]\nE=/a \\\nb\n', 'an option after a word, its value before one'],
    ['[S]\r\nE=/a \\\r\n  «x» \\\r\n  b\r\n', '[S]\r\nE=/a \\\r\n  b\r\n', 'carriage returns'],
    [
      '[S]\r\nE=/a \\\r\n  b \\\r\n  «x»\r\nR=1\r\n',
      '[S]\r\nE=/a \\\r\n  b\r\nR=1\r\n',
      'carriage returns, last',
    ],
    ['[S]\nE=/a \\\n\t«x»\t\\\n\tb\n', '[S]\nE=/a \\\n\tb\n', 'tabs'],
    ["[S]\nE=/bin/sh -c 'run «x» b'\n", "[S]\nE=/bin/sh -c 'run b'\n", 'a shell'],
    [
      "[S]\nE=/bin/sh -c 'run a \\\n  «x»'\nR=1\n",
      "[S]\nE=/bin/sh -c 'run a'\nR=1\n",
      'the last line of a shell',
    ],
    [
      "[S]\nE=/bin/sh -c 'run a \\\n# one\n  «x»'\nR=1\n",
      "[S]\nE=/bin/sh -c 'run a \\\n# one\n  '\nR=1\n",
      'the last line of a shell after a comment',
    ],
    ['[S]\nEnvironment="A=«x» b" B=1\n', '[S]\nEnvironment="A=b" B=1\n', 'a variable'],
    ['[S]\nEnvironment=A=«x»\nE=/a $A b\n', '[S]\nEnvironment=A=\nE=/a $A b\n', 'all of a variable'],
  ],
  'an environment file': [
    ['A="«x» b"\n', 'A="b"\n', 'first'],
    ['A="a «x»"\nB=1\n', 'A="a"\nB=1\n', 'last'],
    ['A="«x»"\n', 'A=""\n', 'only'],
    ['A=«x»\n', 'A=\n', 'not in quotes'],
    ['# of A\nA="a \\\n  «x» \\\n  b"\n', '# of A\nA="a \\\n  b"\n', 'a line in quotes'],
    ['A="a \\\n  «x»"\nB="b"\n', 'A="a"\nB="b"\n', 'the last line in quotes'],
    ["A='a \\\n  «x»'\n", "A='a'\n", 'the last line, in single quotes'],
    ['A="«x» \\\n  b"\n', 'A="\\\n  b"\n', 'the first line in quotes'],
  ],
  'a file of arguments': [
    ['\n«x»\nb\n', '\nb\n', 'the second line, after an empty one'],
    ['\r\n«x»\r\nb\r\n', '\r\nb\r\n', 'the second line, after an empty one with a carriage return'],
    ['\n\n«x»\n', '\n\n', 'the last line, after empty ones'],
    ['--a\n«x»\n--b\n', '--a\n--b\n', 'a line'],
    ['«x»\n--a\n', '--a\n', 'the first line'],
    ['--a\n«x»\n', '--a\n', 'the last line'],
    ['--a\n«x»', '--a', 'no newline at the end'],
    ['--a «x» --b\n', '--a --b\n', 'one of several in a line'],
    ['«x» --b\n--c\n', '--b\n--c\n', 'the first of a line'],
    ['--a «x»\n--c\n', '--a\n--c\n', 'the last of a line'],
    ['«x» --a «x» «false» --b\n', '--a --b\n', 'several in a line'],
    ['--a\n«x»\n«false»\n--b\n', '--a\n--b\n', 'with the false of the next line'],
    ['--a\n«"x"»\n', '--a\n', 'in quotes'],
    ['«x»\n', '', 'all'],
    ['--a\r\n«x»\r\n--b\r\n', '--a\r\n--b\r\n', 'carriage returns'],
    ['# one\n«x»\n# two\n--a\n', '# one\n# two\n--a\n', 'comments stay'],
  ],
};

describe.each(Object.entries(ROWS))('what goes from a text that is not YAML: %s', (_, rows) => {
  test.each(rows)('%j leaves %j: %s', (text, left) => {
    expect(cut(text)).toBe(left);
  });
});
