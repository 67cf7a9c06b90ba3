import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFlags } from '../../../src/audit/flags/parse-flags.ts';
import { toArguments } from '../../../src/model/argument.ts';

function parse(args: readonly string[], release?: { major: number; minor: number }) {
  return parseFlags(toArguments(args), release);
}

function valuesOf(
  name: string,
  args: readonly string[],
  release?: { major: number; minor: number },
): string[] {
  return parse(args, release)
    .of(name)
    .map(({ value }) => value);
}

describe('pflag', () => {
  test.each([
    { args: ['--kubelet-https'], values: ['true'], why: 'a bare bool is true' },
    { args: ['--kubelet-https', 'false'], values: ['true'], why: 'a bool never takes the next argument' },
    { args: ['--kubelet-https=a=b'], values: ['a=b'], why: 'only the first = splits' },
    { args: ['--kubelet-https="false"'], values: ['"false"'], why: 'quotes are part of the value' },
    { args: ["--kubelet-https='0'"], values: ["'0'"], why: 'single quotes too' },
    { args: ['--kubelet-https=fal\nse'], values: ['fal\nse'], why: 'newlines are part of the value' },
    { args: ['--kubelet-https\n=false'], values: [], why: 'newlines are part of the name' },
    { args: ['--etcd-prefix', '--kubelet-https=0'], values: [], why: 'a value may begin with dashes' },
    { args: ['--etcd-prefix=', '--kubelet-https=0'], values: ['0'], why: 'an empty value is one' },
    { args: ['--etcd-prefix', '--', '--kubelet-https=0'], values: ['0'], why: 'a value may be --' },
    { args: ['--', '--kubelet-https=0'], values: [], why: '-- ends the flags' },
    { args: ['a', '', '-', '--kubelet-https=0'], values: ['0'], why: 'flags go on after positionals' },
    { args: ['-v', '--kubelet-https=0'], values: [], why: '-v takes the next argument' },
    { args: ['-v2', '--kubelet-https=0'], values: ['0'], why: '-v2 has its value' },
    { args: ['-v=2', '--kubelet-https=0'], values: ['0'], why: '-v=2 has its value too' },
    { args: ['--=x', '--kubelet-https=0'], values: ['0'], why: 'bad syntax takes nothing' },
    { args: ['---x', '--kubelet-https=0'], values: ['0'], why: 'three dashes take nothing' },
    { args: ['-x', '--kubelet-https=0'], values: ['0'], why: 'an unknown shorthand takes nothing' },
    { args: ['-v=', '--kubelet-https=0'], values: ['0'], why: '-v= has the value "="' },
    { args: ['-hv', '--kubelet-https=0'], values: [], why: 'shorthands come in groups' },
    { args: ['-h', '--kubelet-https=0'], values: ['0'], why: '-h takes nothing' },
    { args: ['--version', '--kubelet-https=0'], values: ['0'], why: '--version takes nothing' },
    {
      args: ['--kubelet_https=0'],
      values: [],
      why: 'an underscore is not a dash where the release is unknown',
    },
  ])('$why: $args', ({ args, values }) => expect(valuesOf('kubelet-https', args)).toEqual(values));

  test.each([
    { release: { major: 1, minor: 9 }, values: ['0'] },
    { release: { major: 1, minor: 10 }, values: [] },
  ])('takes an underscore for a dash up to 1.9: $release.minor', ({ release, values }) =>
    expect(valuesOf('kubelet-https', ['--kubelet_https=0'], release)).toEqual(values),
  );

  test('keeps each occurrence with the argument that it came from', () => {
    const occurrences = parse(['--v', '2', '--kubelet-https=0', '--kubelet-https']).of('kubelet-https');
    expect(occurrences.map(({ value, argument }) => [value, argument.index])).toEqual([
      ['0', 2],
      ['true', 3],
    ]);
  });

  test.each([
    '---kubelet-https=0',
    '--=x',
    '-kubelet-https=0',
    '--no-kubelet-https',
    '--Kubelet-https=0',
    '-x',
  ])('does not know %s', (text) =>
    expect(parse([text]).unknown.map(({ argument }) => argument.text)).toEqual([text]),
  );

  test('reads the value of -v', () => {
    expect(['-v=2', '-v2', '-v='].flatMap((text) => valuesOf('v', [text]))).toEqual(['2', '2', '=']);
    expect(valuesOf('v', ['-hv', '3'])).toEqual(['3']);
  });

  test('takes any number of arguments after the end of flags', () => {
    const args = ['--', ...Array.from({ length: 300_000 }, () => '')];
    expect(parse(args).positionals).toHaveLength(300_000);
  });

  test('takes no name from what every object has', () => {
    expect(valuesOf('constructor', ['--constructor=1', '--__proto__=1'])).toEqual([]);
  });
});

describe('an unknown flag without =', () => {
  const certainty = (args: readonly string[]) =>
    parse(args)
      .of('kubelet-https')
      .map(({ value, isCertain }) => [value, isCertain]);

  test.each([
    { args: ['--new', '--kubelet-https=0'], seen: [['0', false]], why: 'may take the next as its value' },
    { args: ['--new=1', '--kubelet-https=0'], seen: [['0', true]], why: 'with a value takes nothing' },
    {
      args: ['--new', 'x', '--kubelet-https=0'],
      seen: [['0', true]],
      why: 'does not matter one argument later',
    },
    {
      args: ['--new', '--etcd-prefix', '--kubelet-https=0', '--kubelet-https=1'],
      seen: [
        ['0', false],
        ['1', true],
      ],
      why: 'may turn the flag after it into a value, and its value into a flag',
    },
    {
      args: ['--new', '--', '--kubelet-https=0'],
      seen: [['0', false]],
      why: 'may turn the end of flags into a value',
    },
  ])('$why: $args', ({ args, seen }) => expect(certainty(args)).toEqual(seen));
});

describe('any argument list', () => {
  const argument = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '--',
      '-',
      '',
      '-v',
      '--etcd-prefix',
      '--kubelet-https',
      '--kubelet-https=0',
      '--__proto__=1',
      '---',
    ),
    fc.string().map((text) => `--${text}`),
  );

  test('is read without an error, and each argument at most once', () => {
    fc.assert(
      fc.property(fc.array(argument), (args) => {
        const { of, unknown, positionals } = parse(args);
        const seen = [
          ...of('kubelet-https').map((occurrence) => occurrence.argument),
          ...unknown.map((flag) => flag.argument),
          ...positionals,
        ].map(({ index }) => index);
        expect(new Set(seen).size).toBe(seen.length);
      }),
    );
  });
});
