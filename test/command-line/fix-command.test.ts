import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '../../src/command-line/parse-command-line.ts';
import { AuditError } from '../../src/model/problem.ts';

function parse(argv: readonly string[]) {
  return parseCommandLine(['fix', ...argv], { text: { summary: 'for people' } }, ['workload'], {}, () => 80);
}

function errorOf(argv: readonly string[]): string {
  try {
    parse(argv);
  } catch (error) {
    if (error instanceof AuditError) return `${error.message} | ${error.hint}`;
    throw error;
  }
  return 'no error';
}

describe('fix', () => {
  test('shows show the change for this host where it says nothing', () => {
    expect(parse([])).toEqual({
      command: 'fix',
      targets: [],
      root: '/',
      isToBeWritten: false,
      backupDirectory: undefined,
      pause: undefined,
      patience: undefined,
      context: 0,
      isMissingAllowed: false,
      isQuiet: false,
      isColourWanted: true,
    });
  });

  test.each([
    [['a.yaml', 'b', 'a.yaml'], { targets: ['a.yaml', 'b'] }],
    [['--write'], { isToBeWritten: true, patience: undefined }],
    [['--write', '--wait'], { patience: 180_000 }],
    [['--write', '--wait', 'a.yaml'], { patience: 180_000, targets: ['a.yaml'] }],
    [['--write', '--wait=2.5'], { patience: 2500 }],
    [['--write', '--wait=0'], { patience: 0 }],
    [['--', '--wait'], { targets: ['--wait'] }],
    [['--write', '--pause', '0.2'], { pause: 200 }],
    [['--write', '--backup-dir', 'b'], { backupDirectory: 'b' }],
    [['-U3'], { context: 3 }],
    [['--unified', '0'], { context: 0 }],
    [['--root', '/host'], { root: '/host' }],
    [['-q'], { isQuiet: true }],
    [['--no-color'], { isColourWanted: false }],
  ])('%o', (argv, expected) => expect(parse(argv)).toMatchObject(expected));

  test('has its own help, as narrow as the terminal', () => {
    const request = parse(['--help']);
    expect(request.command).toBe('print');
    const text = request.command === 'print' ? request.text : '';
    expect(text).toContain('--backup-dir');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each([
    [['-'], /cannot change standard input \| Name the files/],
    [[''], /a file is empty/],
    [['--wait'], /--wait requires --write \| Add --write/],
    [['--pause', '1'], /--pause requires --write/],
    [['--backup-dir', 'b'], /--backup-dir requires --write/],
    [['--write', '--backup-dir', ''], /--backup-dir is empty/],
    [['--write', '--wait=soon'], /--wait soon is not a number of seconds \| Give one from 0 to 86400/],
    [['--write', '--wait=-1'], /not a number of seconds/],
    [['--write', '--pause', '1e3'], /--pause 1e3 is not a number of seconds/],
    [['--write', '--pause', '90000'], /not a number of seconds/],
    [['-U', 'x'], /--unified x is not a number of lines \| Give one from 0 to 1000/],
    [['-U', '1.5'], /not a number of lines/],
    [['--root', ''], /--root is empty/],
    [['--root', '/host', 'a'], /cannot be combined/],
    [['--root', '/host', '--write', '--wait'], /--wait cannot be combined with --root/],
    [['--strict'], /unknown option '--strict'/],
    [['--writ'], /Did you mean one of --wait, --write\?/],
  ])('%o says what is wrong and what to do', (argv, expected) => expect(errorOf(argv)).toMatch(expected));

  test('takes its options after it', () => {
    expect(() =>
      parseCommandLine(['--root', '/h', 'fix'], { text: { summary: '' } }, ['a'], {}, () => 80),
    ).toThrow('--root is before fix');
  });
});
