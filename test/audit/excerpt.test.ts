import { describe, expect, test } from 'vitest';
import { excerptOf } from '../../src/audit/excerpt.ts';

function excerpt(text: string, line: number, column: number, length: number) {
  const argument =
    text
      .split('\n')
      [line - 1]?.slice(column - 1, column - 1 + length)
      .replace(/^"|"$/g, '') ?? '';
  const { lines, underline } = excerptOf(text.split('\n'), {
    text: argument,
    span: { line, column, length },
  });
  const marks = ' '.repeat(underline.column - 1) + '^'.repeat(underline.length);
  return [
    ...lines.map(({ number, indent, text: shown }) => `${number}|${' '.repeat(indent)}${shown}`),
    `${underline.line}|${marks}`,
  ];
}

describe('an excerpt', () => {
  test('has the lines around, and underlines', () => {
    expect(excerpt('args:\n- --v=b\n- --x=0\n- c\n- d', 3, 3, 5)).toEqual([
      '2|- --v=…',
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
    { line: '  args: "--x=0"', column: 9, shown: '  args: "--x=0"', why: 'after a key' },
    {
      line: '  args:  "--x=0"  ]',
      column: 10,
      shown: '  args: "--x=0" ]',
      why: 'with no more than one blank',
    },
    { line: '  hunter2: "--x=0"', column: 12, shown: '  … "--x=0"', why: 'after an unknown key' },
    { line: 'exec a --p=hunter2 "--x=0" # hunter2', column: 20, shown: '… "--x=0" …', why: 'in a script' },
  ])('leaves out what is next to it $why', ({ line, column, shown }) => {
    const [text = '', marks = ''] = excerpt(line, 1, column, 7);
    expect(text).toBe(`1|${shown}`);
    expect(text.slice(2).slice(marks.indexOf('^') - 2, marks.lastIndexOf('^') - 1)).toBe('"--x=0"');
  });

  test.each([
    ['    - --token-auth-file=hunter2', '    - --token-auth-file=…'],
    ['    - "--token-auth-file=hunter2"', '    - "--token-auth-file=…'],
    ['    - --token-auth-file', '    - --token-auth-file'],
    ['    - anonymous-auth=hunter2', '    - anonymous-auth=…'],
    ['    anonymous-auth: hunter2', '    anonymous-auth: …'],
    ['      "image"  : "hunter2",', '      "image": …'],
    ['ExecStart=/hunter2', 'ExecStart=…'],
    ['    - --token=hunter2', '    - …'],
    ['    - --s3cret', '    - …'],
    ['    - --s3cret=', '    - …'],
    ['    - hunter2', '    - …'],
    ['    hunter2:', '    …'],
    ['    hunter2: &x', '    …'],
    ['    "hunter2":', '    …'],
    ['    hunter2=', '    …'],
    ['    - --token-auth-file hunter2', '    - --token-auth-file…'],
    ['    - image hunter2', '    - …'],
    ['    - image', '    - …'],
    ['    - "image"', '    - …'],
    ['    - --image=hunter2', '    - …'],
    ['    --v.hunter2=x', '    …'],
    ['    - <<hunter2: *hunter2', '    - …'],
    ['    # hunter2: image', '    …'],
    ['  password: hunter2', '  …'],
    ['  command:', '  command:'],
    ['hunter2', '…'],
    ['', ''],
    ['\t--v=2', ' --v=…'],
    ['\u001b[2J', '…'],
  ])('leaves out the value of another line: %o', (line, shown) => {
    expect(excerpt(`${line}\n--x`, 2, 1, 3)[0]).toBe(`1|${shown}`);
  });

  test.each([
    { line: '- kubelet-https: # hunter2', from: 2, shown: '- …', why: 'with a comment before its value' },
    { line: '- --kubelet-https=false # hunter2', from: 2, shown: '- …', why: 'with a comment after it' },
    {
      line: '- {name: kubelet-https, x: hunter2, value: "false"}',
      from: 2,
      shown: '- …',
      why: 'with keys between',
    },
    { line: '- note: hunter2', from: 2, shown: '- …', why: 'of which only the beginning is on its line' },
    { line: 'x hunter2 y', from: 2, shown: '… …', why: 'that the text of a script does not have' },
    {
      line: '- hunter2: --kubelet-https=false',
      from: 11,
      shown: '- … --kubelet-https=false',
      why: 'with a key before it',
    },
    {
      line: '- image: --kubelet-https=false',
      from: 9,
      shown: '- image: --kubelet-https=false',
      why: 'with a known key before it',
    },
    {
      line: '- {name: kubelet-https, value: "false"}',
      from: 2,
      shown: '- {name: kubelet-https, value: "false"}',
      why: 'with its key and name',
    },
    {
      line: '- kubelet-https: "false"',
      from: 2,
      shown: '- kubelet-https: "false"',
      why: 'as a key and its value',
    },
    {
      line: '- --kube-apiserver-arg=kubelet-https=false',
      from: 2,
      shown: '- --kube-apiserver-arg=kubelet-https=false',
      why: 'in an option',
    },
    { line: '- $KUBE_ARGS', from: 2, shown: '- $KUBE_ARGS', why: 'as a variable that has it' },
  ])('shows of a place only the argument itself: $why', ({ line, from, shown }) => {
    const span = { line: 1, column: from + 1, length: line.length - from };
    const { lines } = excerptOf([line], { text: '--kubelet-https=false', span });
    expect(lines[0]?.text).toBe(shown);
  });

  test('has no blanks but spaces, not even beside the flag', () => {
    const shown = excerpt('\v\u2028- --v=b\n\v\u00a0"--x"\v]\n\f- --c', 2, 3, 5).join('');
    expect(shown).not.toMatch(/[^\S ]|\p{Cc}/u);
    expect(shown).toContain('--x');
  });

  test('is printable and short', () => {
    const [text = ''] = excerpt(`--x=\u001b[2J${'y'.repeat(1000)}`, 1, 1, 1008);
    expect(text).toMatch(/^1\|--x=\\x1b\[2Jy+…$/);
    expect(text.length).toBeLessThan(220);
  });
});
