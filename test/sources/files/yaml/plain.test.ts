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
    'a\\"',
    'a[0] $(B) {b}',
    'a\t',
    'é',
    'a ',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
  fc.constantFrom('"\\ud83d\\ude00"', '"\\u00\\\\41"', '"\\u0041\\u005C"', '"a\\/b"'),
  fc
    .tuple(
      fc.constantFrom('', 'u', 'uD', 'x', '\\'),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 4 }),
    )
    .map(([escaped, rest]) => `"\\${escaped}${rest}"`),
);

const jsonTexts = fc.oneof(
  mostly(['', 'a', '--a=b', '/a b', '# a', 'null', '1'], '01', '<<', 'kind', 'Kind', ' ', 'x'.repeat(120)),
  fc.constantFrom(
    'a\n',
    '"a"',
    'a\\',
    '\\\\',
    '\\"',
    '\t',
    '\b\f\r',
    '\0',
    '{A}',
    '[ -n "$(a)" ]',
    '{',
    '{{a}}',
    '}',
    '&&',
    '\u001b',
    '\ud800',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 2 }),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    jsonTexts,
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      -1,
      3600,
      0.5,
      1e3,
      1e21,
      123456789012345,
      1234567890123456,
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(jsonTexts, tie('json'), { maxKeys: 4 }),
  ),
}));
/** As Go writes it. */
const escaped = (text: string) =>
  text.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
const writtenJson = fc
  .tuple(fc.dictionary(jsonTexts, json, { maxKeys: 5 }), fc.constantFrom(0, 0, 1, 2, 4))
  .map(([value, indent]) => escaped(JSON.stringify(value, undefined, indent)));

/** Maps and lists as JSON has them, as YAML has them, and with mistakes. */
const blanks = mostly(['', '', ' '], '\n', '\n  ', '\n\n', ' # c\n');
const commas = mostly([',', ', '], '', ' ', ',\n  ', '\n,', ' ,', ',,', ', # c\n');
const flowKeys = mostly(
  ['a: ', 'b: ', '"a":', '"c": '],
  'd:',
  '"a" : ',
  '"a":\n ',
  '? a: ',
  '"\\x61":',
  '- ',
  '',
);
const { flow, map } = fc.letrec<{ flow: string; map: string }>((tie) => {
  const inBrackets = (open: string, item: fc.Arbitrary<string>, close: string) =>
    fc
      .tuple(
        mostly([open], '[', '{'),
        blanks,
        fc.array(item, { maxLength: 3 }),
        commas,
        mostly([''], ','),
        blanks,
      )
      .map(([opening, before, items, comma, last, after]) =>
        [opening, before, items.join(comma), last, after, close].join(''),
      );
  return {
    map: inBrackets(
      '{',
      fc.tuple(flowKeys, tie('flow')).map((pair) => pair.join('')),
      '}',
    ),
    flow: fc.oneof(
      { depthSize: 'small' },
      jsonTexts.map((text) => JSON.stringify(text)),
      values,
      inBrackets('[', tie('flow'), ']'),
      tie('map'),
    ),
  };
});

const anyValue = fc.oneof({ weight: 3, arbitrary: values }, flow);
const line = fc.tuple(indentation, starts, keys, colons, anyValue).map((parts) => parts.join(''));
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

test(
  'JSON of every kind is read alike if it is plain, changed or not',
  () => {
    let plain = 0;
    const before = mostly([''], '---\n', '# c\n', '\n', ' ', '--- ');
    fc.assert(
      fc.property(fc.oneof(writtenJson, map), before, ends, mutations, (written, start, end, changes) => {
        if (isPlainAndTheSame(start + written + end)) plain += 1;
        isPlainAndTheSame(mutated(start + written + end, changes));
      }),
      parameters,
    );
    expect(plain).toBeGreaterThan(1500);
  },
  timeout,
);

test.each([100, 490, 510, 5000])('%i levels are read alike', (count) => {
  for (const bracket of ['[', '{']) {
    isPlainAndTheSame(`{"a": "${bracket.repeat(count)}"}`);
    isPlainAndTheSame(`# ${bracket.repeat(count)}\na: b\n`);
  }
  isPlainAndTheSame(`a: ${'["]", '.repeat(count)}${']'.repeat(count)}\n`);
  isPlainAndTheSame(`{\n${' '.repeat(count)}"a": "b"\n}\n`);
  isPlainAndTheSame(`{"a": [1,\n${' '.repeat(count)}2\n]}\n`);
  isPlainAndTheSame(`${' '.repeat(count)}{"a": "b"}\n`);
});

test('a line that ends a document is read alike in JSON', () => {
  for (const line of ['...', '---', '... x', '"..."', ' ...']) isPlainAndTheSame(`{"a": [\n${line}\n]}`);
});
