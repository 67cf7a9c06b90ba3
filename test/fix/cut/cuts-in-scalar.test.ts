import { describe, expect, test } from 'vitest';
import { cut } from '../../support/fix/cut.ts';

/** The text, with what is to be removed between « and »; what is left of it; which case that is. */
type Row = readonly [text: string, left: string, why: string];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'a shell in YAML': [
    ['s: run a «x» b\n', 's: run a b\n', 'plain'],
    ['s: run a «x» # stays\n', 's: run a # stays\n', 'plain, last'],
    ['s: run «x» «false» b\n', 's: run b\n', 'plain, with the false after it'],
    ["s: 'it''s «x» b'\n", "s: 'it''s b'\n", 'in single quotes'],
    ["s: 'run «x»'\n", "s: 'run'\n", 'in single quotes, last'],
    ['s: "run \\"a\\" «x» b"\n', 's: "run \\"a\\" b"\n', 'in double quotes'],
    ['s: "run «\\"x\\"» b"\n', 's: "run b"\n', 'in double quotes, itself in quotes'],
    ['s: "a\\t«x»\\tb"\n', 's: "a\\tb"\n', 'in double quotes, a tab as an escape'],
    ['s: "run --prefix=a: «x» b"\n', 's: "run --prefix=a: b"\n', 'what looks like a map'],
    ['s: "{ run «x» b; }"\n', 's: "{ run b; }"\n', 'what looks like a flow'],
    ['s: run a «x»\n  b\n', 's: run a\n  b\n', 'plain in lines, last of a line'],
    ['s: run a\n  «x» b\n', 's: run a\n  b\n', 'plain in lines, first of a line'],
    ['s: run a\n  «x»\n  b\n', 's: run a\n  b\n', 'plain in lines, a line of its own'],
    ['s: run a «x»\n  «x» b\n', 's: run a\n  b\n', 'plain in lines, around the end of one'],
    ['s: "run a\n  «x» b\n  c"\n', 's: "run a\n  b\n  c"\n', 'in double quotes in lines'],
    ['s: "run a \\\n  «x» \\\n  b"\n', 's: "run a \\\n  b"\n', 'in double quotes with escaped ends'],
    [
      's: |\n  run a \\\n    «x» \\\n    b\nz: 1\n',
      's: |\n  run a \\\n    b\nz: 1\n',
      'literal, a line of its own',
    ],
    ['s: |\n  run a \\\n    «x»\nz: 1\n', 's: |\n  run a\nz: 1\n', 'literal, last'],
    ['s: |-\n  run a \\\n    «x»\nz: 1\n', 's: |-\n  run a\nz: 1\n', 'literal, last with -'],
    ['s: |+\n  run a \\\n    «x»\n\nz: 1\n', 's: |+\n  run a\n\nz: 1\n', 'literal, last with +'],
    [
      's: |2-\n    run a \\\n    «x» \\\n    b\nz: 1\n',
      's: |2-\n    run a \\\n    b\nz: 1\n',
      'literal with an indentation',
    ],
    ['s: |\n  run «x» b\n  echo\n', 's: |\n  run b\n  echo\n', 'literal, part of a line'],
    [
      's: |\n  run «x» \\\n    «x» \\\n    a «x» \\\n    «x»\n  echo\n',
      's: |\n  run \\\n    a\n  echo\n',
      'literal, several',
    ],
    [
      's: |\r\n  run a \\\r\n    «x» \\\r\n    b\r\nz: 1\r\n',
      's: |\r\n  run a \\\r\n    b\r\nz: 1\r\n',
      'literal with carriage returns',
    ],
    [
      's: |\n  run a \\\n    «x» # why\n  echo\n',
      's: |\n  run a \\\n    # why\n  echo\n',
      'literal, before a comment',
    ],
    ['s: |\n  run a \\\n    «x» | tee b\n', 's: |\n  run a \\\n    | tee b\n', 'literal, before a pipe'],
    ['s: |-\n  run a \\\n    «x»', 's: |-\n  run a', 'literal, last without a newline'],
    [
      's: |\n  run a \\\n  ; b \\\n    «x»\nz: 1\n',
      's: |\n  run a \\\n  ; b\nz: 1\n',
      'literal, last after what looks like a comment',
    ],
    ['s: >\n  run a\n  «x»\n  b\n', 's: >\n  run a\n  b\n', 'folded, a line of its own'],
    ['s: >-\n  run a\n  «x»\nz: 1\n', 's: >-\n  run a\nz: 1\n', 'folded, last with -'],
    ['s: >-\n  run a\n  «x» b\n', 's: >-\n  run a\n  b\n', 'folded, first of a line'],
    ['l: [sh, -c, "run «x» b"]\n', 'l: [sh, -c, "run b"]\n', 'an item of a list'],
    ['{"l":["sh","-c","run \\"a\\" «x»; b"]}', '{"l":["sh","-c","run \\"a\\"; b"]}', 'JSON'],
  ],
  'a configuration in a string': [
    ['d: |\n  kind: C\n  m:\n    a: 1\n    «x: 2»\n', 'd: |\n  kind: C\n  m:\n    a: 1\n', 'literal, a key'],
    ['d: |\n  kind: C\n  b:\n    m:\n      «x: 2»\nz: 1\n', 'd: |\n  kind: C\nz: 1\n', 'literal, a cascade'],
    ['d: |\n  b:\n    «x: 2»\n  kind: C\n', 'd: |\n  kind: C\n', 'literal, first, a cascade'],
    [
      'd: |-\n  kind: C\n  l:\n  - a\n  - «x»\nz: 1\n',
      'd: |-\n  kind: C\n  l:\n  - a\nz: 1\n',
      'literal, an item',
    ],
    [
      'd: |\r\n  kind: C\r\n  m:\r\n    a: 1\r\n    «x: 2»\r\n  b: 1\r\n',
      'd: |\r\n  kind: C\r\n  m:\r\n    a: 1\r\n  b: 1\r\n',
      'literal with carriage returns',
    ],
    [
      'd: \'{"kind":"C","l":["it\'\'s",«"x"»]}\'\n',
      'd: \'{"kind":"C","l":["it\'\'s"]}\'\n',
      'JSON in single quotes',
    ],
    [
      '{"d":"{\\"kind\\":\\"C\\",\\"l\\":[«\\"x\\"»,\\"a\\"]}"}',
      '{"d":"{\\"kind\\":\\"C\\",\\"l\\":[\\"a\\"]}"}',
      'JSON in JSON',
    ],
    [
      '{"d":"kind: C\\nm:\\n  a: 1\\n  «x: \\"2\\"»\\nz: 1\\n"}',
      '{"d":"kind: C\\nm:\\n  a: 1\\nz: 1\\n"}',
      'YAML in JSON',
    ],
    [
      'd: |\n  kind: B\n  ---\n  kind: C\n  m:\n    «x: 2»\n',
      'd: |\n  kind: B\n  ---\n  kind: C\n',
      'several documents',
    ],
    ['d: |\n  l:\n  - «"x"»\n  - b\nz: 1\n', 'd: |\n  l:\n  - b\nz: 1\n', 'without a kind'],
  ],
  'a unit in a string': [
    [
      'd: |\n  [Service]\n  ExecStart=run \\\n    # why\n    «x»\nz: 1\n',
      'd: |\n  [Service]\n  ExecStart=run\n    # why\nz: 1\n',
      'literal, last after a comment',
    ],
    [
      '{"d":"[Service]\\nExecStart=run \\\\\\n  «x»\\nRestart=always\\n"}',
      '{"d":"[Service]\\nExecStart=run\\nRestart=always\\n"}',
      'in JSON, last',
    ],
  ],
};

describe.each(Object.entries(ROWS))('what goes from a string: %s', (_, rows) => {
  test.each(rows)('%j leaves %j: %s', (text, left) => {
    expect(cut(text)).toBe(left);
  });
});
