import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../src/audit/excerpt.ts';

function excerpt(text: string, line: number, column: number, length: number) {
  const { lines, underline } = excerptOf(text.split('\n'), { line, column, length });
  const marks = ' '.repeat(underline.column - 1) + '^'.repeat(underline.length);
  return [...lines.map(({ number, text: shown }) => `${number}|${shown}`), `${underline.line}|${marks}`];
}

describe('an excerpt', () => {
  test('has the lines around, and underlines', () => {
    expect(excerpt('args:\n- --a=b\n- --x=0\n- c\n- d', 3, 3, 5)).toEqual([
      '2|- --a=…',
      '3|- --x=0',
      '4|- …',
      '3|  ^^^^^',
    ]);
  });

  test('may be at the first or last line', () => {
    expect(excerpt('--x', 1, 1, 3)).toEqual(['1|--x', '1|^^^']);
    expect(excerpt('a\n--x', 2, 1, 3)).toEqual(['1|…', '2|--x', '2|^^^']);
  });

  test.each([
    {
      line: 'args: ["--p=hunter2", "--x=0", hunter2]',
      column: 23,
      shown: '… "--x=0" …',
      why: 'in flow style',
    },
    { line: '  - "--x=0"', column: 5, shown: '  - "--x=0"', why: 'in quotes' },
    { line: '  key: "--x=0"', column: 8, shown: '  key: "--x=0"', why: 'behind a key' },
    { line: 'exec a --p=hunter2 "--x=0" # hunter2', column: 20, shown: '… "--x=0" …', why: 'in a script' },
  ])('leaves out what is beside it $why', ({ line, column, shown }) => {
    const [text = '', marks = ''] = excerpt(line, 1, column, 7);
    expect(text).toBe(`1|${shown}`);
    expect(text.slice(2).slice(marks.indexOf('^') - 2, marks.lastIndexOf('^') - 1)).toBe('"--x=0"');
  });

  test.each([
    ['    - --token=hunter2', '    - --token=…'],
    ['    - "--token=hunter2"', '    - "--token=…'],
    ['    - hunter2', '    - …'],
    ['  password: hunter2', '  password: …'],
    ['  command:', '  command:'],
    ['hunter2', '…'],
    ['', ''],
    ['\t--v=2', ' --v=…'],
    ['\u001b[2J', '…'],
  ])('leaves out the value of another line: %o', (line, shown) => {
    expect(excerpt(`${line}\n--x`, 2, 1, 3)[0]).toBe(`1|${shown}`);
  });

  test('has no blanks but spaces, not even beside the flag', () => {
    const shown = excerpt('\v\u2028- --a=b\n\v\u00a0"--x"\v]\n\f- --c', 2, 3, 5).join('');
    expect(shown).not.toMatch(/[^\S ]|\p{Cc}/u);
    expect(shown).toContain('--x');
  });

  test('is printable and short', () => {
    const [text = ''] = excerpt(`--x=\u001b[2J${'y'.repeat(1000)}`, 1, 1, 1008);
    expect(text).toMatch(/^1\|--x=\\x1b\[2Jy+…$/);
    expect(text.length).toBeLessThan(220);
  });
});
