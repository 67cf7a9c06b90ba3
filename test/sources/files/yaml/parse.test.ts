import { describe, expect, test } from 'vitest';
import { AuditError } from '../../../../src/model/problem.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { readYaml, readYamlDocuments } from '../../../../src/sources/files/yaml/parse.ts';
import { at, entriesOf, itemsOf, textOf, type YamlValue } from '../../../../src/sources/files/yaml/yaml.ts';

const MAX_FOR_EACH = 10;
const MAX_ALWAYS = 800;

function read(text: string): readonly YamlValue[] {
  return readYaml(toSourceFile('a.yaml', text));
}

/** The error of a text, without its place: undefined where it is read. */
function errorOf(text: string): string | undefined {
  const { error } = readYamlDocuments(toSourceFile('a.yaml', text));
  return error?.message;
}

describe('lists in lists', () => {
  test.each([
    ['in one line', `a: ${'['.repeat(501)}${']'.repeat(501)}\n`, 1],
    ['that are never closed', `a: b\nc: ${'[{'.repeat(600)}\n`, 2],
    [
      'with brackets in comments',
      `a:\n${`  ${'['.repeat(200)}\n  # ${']'.repeat(200)}\n`.repeat(3)}${']'.repeat(600)}\n`,
      6,
    ],
    ['with brackets in texts', `a: ${'["]", '.repeat(501)}${']'.repeat(501)}\n`, 1],
  ])('are nested too deeply: %s', (_, text, line) => {
    expect(() => read(text)).toThrow(`line ${line}, column 1: nested too deeply`);
  });

  test.each([
    ['500 of them', `a: ${'['.repeat(500)}${']'.repeat(500)}\n`],
    ['one after the other', `a: [${'[], '.repeat(3000)}]\n`],
    ['brackets in a text', `a: "${'['.repeat(3000)}"\n`],
    ['brackets in a block', `a: |\n  ${'{'.repeat(3000)}\n`],
    ['brackets in a comment', `a: b # ${'{'.repeat(3000)}\n`],
  ])('are not: %s', (_, text) => {
    expect(read(text)).toHaveLength(1);
  });
});

describe('what Go reads as another line is an error with its place', () => {
  const ROWS = [
    ['\u0085', 'the character U+0085'],
    ['\u2028', 'the character U+2028'],
    ['\u2029', 'the character U+2029'],
    ['\r', 'a carriage return alone'],
  ] as const;

  test.each(
    ROWS.flatMap(([end, what]) =>
      [
        { why: 'in a comment', text: `a: b\nc: d # x${end}e: f\n`, place: 'line 2, column 9' },
        { why: 'in a text that is one comment here', text: `# x${end}a: b\n`, place: 'line 1, column 4' },
        { why: 'in a string', text: `a: "x${end}y"\n`, place: 'line 1, column 6' },
        { why: 'in a later document', text: `a: b\n---\nc: x${end}d: e\n`, place: 'line 3, column 5' },
        { why: 'at the end', text: `a: b${end}`, place: 'line 1, column 5' },
      ].map((row) => ({ ...row, what })),
    ),
  )('$what $why', ({ text, place, what }) => {
    expect(errorOf(text)).toBe(`${place}: ${what} ends a line for Kubernetes`);
  });

  test('but not a carriage return before a line feed', () => {
    expect(errorOf('a: b\r\nc: d\r\n')).toBeUndefined();
  });
});

test.each([
  { why: 'a plain merge key before its own keys', text: '<<: {a: x}\na: y\n', value: 'y' },
  { why: 'a merge key after other keys', text: 'b: z\n<<: {a: x}\n', value: 'x' },
  { why: 'of a list to merge, the first has the last word', text: '<<: [{a: x}, {a: y}]\n', value: 'x' },
  { why: 'a quoted merge key is a key as others are', text: '"<<": {a: x}\n', value: undefined },
  { why: 'in JSON nothing is merged', text: '{"<<": {"a": "x"}}', value: undefined },
  { why: 'a string that is repeated in JSON is replaced', text: '{"a": "x", "a": "y"}', value: 'y' },
  { why: 'a map within YAML is not JSON', text: 'b: {c: {d: e}, c: {f: g}}\na: y\n', value: 'y' },
])('is read as Go does: $why', ({ text, value }) => {
  const [document] = read(text);
  expect(textOf(at(document, 'a'))?.text).toBe(value);
});

test.each([
  {
    why: 'own keys before a merge key',
    text: 'a: y\n<<: {a: x}\n',
    error: 'a merge key repeats an earlier key',
  },
  { why: 'two merge keys', text: '<<: {a: x}\n<<: {b: y}\n', error: 'of several merge keys' },
  { why: 'a merge of a string', text: '<<: x\n', error: 'may not merge this value' },
  {
    why: 'a merge of a list that an alias names',
    text: 'x: &x [{a: b}]\n<<: *x\n',
    error: 'may not merge this value',
  },
  { why: 'a merge within a merge', text: '<<: {<<: {a: x}}\n', error: 'may not merge this value' },
  {
    why: 'an object that is repeated in JSON',
    text: '{"a": {"b": 1}, "a": {"c": 2}}',
    error: 'a key is repeated',
  },
  {
    why: 'a list of objects that is repeated',
    text: '{"a": [{"b": 1}], "a": [{"c": 2}]}',
    error: 'a key is repeated',
  },
  { why: 'null in place of a string in JSON', text: '{"a": "x", "a": null}', error: 'a key is repeated' },
  {
    why: 'a repeated key with an escape in JSON',
    text: '{"ab": [1], "\\u0061b": [2]}',
    error: 'a key is repeated',
  },
  { why: 'a tag', text: 'a: !!binary eA==\n', error: 'may not read this tag' },
  { why: 'a local tag before a comma', text: 'a: [!x, b]\n', error: 'may not read this tag' },
  { why: 'kind in capitals', text: 'kind: Pod\nKIND: X\n', error: 'may take this key for the kind' },
  { why: 'kind with a Kelvin sign', text: '\u212aind: Pod\n', error: 'may take this key for the kind' },
  { why: 'a control character', text: 'a: b # \u001b\n', error: 'may not accept this character' },
  { why: 'a tab at the start of a line', text: 'a:\n  b:\tc\n  d: e\n\t# x\n', error: 'a tab' },
  { why: 'half a character', text: 'a: "\\ud83d\\ude00"\n', error: 'an escape' },
  { why: 'an alias before its anchor', text: 'a: *x\nb: &x c\n', error: 'no anchor of this name before' },
])('is an error, for Go reads it otherwise or not at all: $why', ({ text, error }) => {
  expect(errorOf(text)).toContain(error);
});

test('a document that Go reads otherwise leaves the others as they are', () => {
  const { documents, error } = readYamlDocuments(
    toSourceFile('a.yaml', 'a: b\n---\nc: d\n<<: {c: e}\n---\nf: g\n'),
  );
  expect(documents.map((document) => entriesOf(document)[0]?.key.text)).toEqual(['a', 'f']);
  expect(error).toBeInstanceOf(AuditError);
});

describe('aliases', () => {
  const SHAPES = {
    lists: (name: string) => `[${`${name}, `.repeat(9)}]`,
    maps: (name: string) => `{${Array.from({ length: 9 }, (_, index) => `k${index}: ${name}`).join(', ')}}`,
    merges: (name: string) => `{<<: [${`${name}, `.repeat(9)}]}`,
  };
  const first = (shape: string) => (shape === 'merges' ? '{a: b, c: d, e: f}' : 'x');

  function text(shape: keyof typeof SHAPES, levels: number): string {
    const lines = Array.from(
      { length: levels },
      (_, level) => `a${level + 1}: &a${level + 1} ${SHAPES[shape](`*a${level}`)}`,
    );
    return [`a0: &a0 ${first(shape)}`, ...lines].join('\n');
  }

  /** How many values there are to look at. */
  function steps(value: YamlValue | undefined): number {
    const parts = [...itemsOf(value), ...entriesOf(value).map((entry) => entry.value)];
    return parts.reduce((sum, part) => sum + steps(part), 1);
  }

  test.each(Object.keys(SHAPES) as (keyof typeof SHAPES)[])(
    'of %s repeat no more than in relation to what is written',
    (shape) => {
      const results = [1, 2, 3, 4, 5].map((levels) => {
        const written = text(shape, levels).split(/[,:\n]/).length;
        if (errorOf(text(shape, levels))?.includes('it has too many aliases')) return 'refused';
        const [document] = read(text(shape, levels));
        expect(steps(document)).toBeLessThan((MAX_FOR_EACH + 2) * written + 2 * MAX_ALWAYS);
        return 'read';
      });
      expect(new Set(results)).toEqual(new Set(['read', 'refused']));
    },
  );

  test.each([
    { why: 'as many as are always allowed', repeated: 20, filler: 0, isRead: true },
    { why: 'a few more', repeated: 25, filler: 0, isRead: false },
    { why: 'more where more is written before', repeated: 120, filler: 1000, isRead: true },
    { why: 'as many as in any document', repeated: 3950, filler: 50_000, isRead: true },
    { why: 'more than in any document', repeated: 3961, filler: 50_000, isRead: false },
  ])('repeat $why', ({ repeated, filler, isRead }) => {
    const list = (item: string, times: number) => `[${`${item}, `.repeat(times)}]`;
    const ofHundredValues = list('x', 99);
    const error = errorOf(`f: ${list('x', filler)}\na: &a ${ofHundredValues}\nb: ${list('*a', repeated)}\n`);
    expect(error === undefined).toBe(isRead);
  });
});
