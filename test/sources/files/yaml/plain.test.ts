import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { parseAny } from '../../../../src/sources/files/yaml/parse.ts';
import { readPlain } from '../../../../src/sources/files/yaml/plain.ts';
import { fixtureTexts, fuzzing, mutated, mutations } from '../../../support/fuzzing.ts';

const { parameters, timeout } = fuzzing(10_000);

/** What the reader of all YAML gives for a text, or the error it throws. */
function readAny(text: string): unknown {
  try {
    return parseAny(toSourceFile('a.yaml', text));
  } catch (error) {
    return error;
  }
}

/** Whether a text is plain; if so, it is held against what the reader of all YAML gives. */
function isPlainAndTheSame(text: string): boolean {
  const plain = readPlain(text);
  if (plain !== undefined) expect([plain]).toEqual(readAny(text));
  return plain !== undefined;
}

test.each(['kube-apiserver', 'etcd', 'kube-controller-manager', 'kube-scheduler'])(
  'a manifest that kubeadm writes is plain: %s',
  (name) => {
    const file = new URL(`../../../../bench/kubeadm/manifests/${name}.yaml`, import.meta.url);
    expect(isPlainAndTheSame(readFileSync(file, 'utf8'))).toBe(true);
  },
);

const texts = ['files', 'hosts'].flatMap((directory) => fixtureTexts(directory));

test('of the fixtures, those that are plain are read alike', () => {
  const plain = texts.filter(([, text]) => isPlainAndTheSame(text));
  expect(plain.length).toBeGreaterThan(50);
});

test(
  'a fixture that somebody has changed is read alike if it is plain',
  () => {
    const plain = texts.filter(([, text]) => readPlain(text) !== undefined);
    fc.assert(
      fc.property(fc.constantFrom(...plain), mutations, ([, text], changes) => {
        isPlainAndTheSame(mutated(text, changes));
      }),
      parameters,
    );
  },
  timeout,
);

const indentation = fc.nat(4).map((count) => ' '.repeat(count));
/** One of the first, mostly. */
const mostly = (usual: readonly string[], ...odd: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, fc.constantFrom(...odd));
const starts = mostly(['', '- '], '- - ', '-', '-  ', '# ', '---', '...', '? ');
const keys = mostly(
  ['a', 'b.c/d-e', 'kind'],
  'Kind',
  'apiversion',
  'null',
  'y',
  '<<',
  '1',
  '"a"',
  '-a',
  '_',
  '',
);
const colons = mostly([': ', ':'], ':  ', '', ' : ');
const values = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', 'x', '1', '--a=b', 'null', '"a"', '{}') },
  fc.constantFrom(
    '',
    'x',
    '--a=b',
    '-1',
    '01',
    '1',
    '0x1F',
    '0o7',
    '1e3',
    '.5',
    '1.',
    '1.2.3.4',
    '1:20',
    '.inf',
    '.nan',
  ),
  fc.constantFrom(
    'null',
    'Null',
    'nULL',
    '~',
    'true',
    'True',
    'tRUE',
    'yes',
    'off',
    '2001-01-01',
    '1_000',
    '<<',
    '=',
  ),
  fc.constantFrom(
    '{}',
    '[]',
    '[',
    '{a',
    'a{}',
    '[]]',
    '"a"',
    '"a" ',
    '""',
    '"',
    "'a'",
    "'it''s'",
    "'",
    '"a": b',
    '"a"b',
  ),
  fc.constantFrom(
    'a b',
    'a: b',
    'a:b',
    'a:',
    'a #b',
    'a#b',
    '# b',
    '#b',
    '- a',
    '-',
    '--',
    '---',
    '...',
    '? a',
    '?a',
    ', a',
  ),
  fc.constantFrom(
    '*a',
    '&a b',
    '!x y',
    '|',
    '>-',
    '%a',
    '@a',
    '`a',
    '$(A)',
    '/a',
    '(a',
    '.a',
    '_a',
    'a\\',
    'a\t',
    'é',
    'a ',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
);
const line = fc.tuple(indentation, starts, keys, colons, values).map((parts) => parts.join(''));
const item = fc.tuple(indentation, fc.constantFrom('- ', ''), values).map((parts) => parts.join(''));
const text = fc.array(fc.oneof(line, line, item, fc.constantFrom('', '  ', '# c', '  # c')), {
  minLength: 1,
  maxLength: 7,
});
const ends = fc.constantFrom('\n', '', '\n\n', '\r\n');

test(
  'lines of every kind, in any order, are read alike if they are plain',
  () => {
    let plain = 0;
    fc.assert(
      fc.property(text, ends, (lines, end) => {
        if (isPlainAndTheSame(lines.join('\n') + end)) plain += 1;
      }),
      parameters,
    );
    expect(plain).toBeGreaterThan(300);
  },
  timeout,
);
