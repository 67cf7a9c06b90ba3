import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectJson, MAX_TEXT } from '../../src/merge/inspect-json.ts';
import { JsonDocuments } from '../../src/merge/json-documents.ts';

/** What is found in chunks: documents with their line and keys, elements of `reports` with an asterisk, faults. */
function found(chunks: readonly (string | Buffer)[]): string[] {
  const said: string[] = [];
  const documents = new JsonDocuments({
    document: (piece) => said.push(piece ? `${piece.line} ${piece.bytes()} ${piece.keys}` : 'end'),
    item: (piece) => said.push(`* ${piece.line} ${piece.bytes()} ${piece.keys}`),
    fault: (code, line) => said.push(`${line} ${code}`),
  });
  for (const chunk of chunks) documents.push(Buffer.from(chunk));
  documents.end();
  return said;
}

const ROWS: readonly { text: string | Buffer; says: readonly string[]; why: string }[] = [
  { text: '{"a":1}\n{"a":2}\n', says: ['1 {"a":1} 1', '2 {"a":2} 1'], why: 'one a line' },
  {
    text: '{"a":1}{"a":2} {"b":3}',
    says: ['1 {"a":1} 1', '1 {"a":2} 1', '1 {"b":3} 1'],
    why: 'one after another',
  },
  {
    text: '{\n  "a": {\n    "b": 1\n  }\n}\n{\n}\n',
    says: ['1 {\n  "a": {\n    "b": 1\n  }\n} 2', '6 {\n} 0'],
    why: 'pretty-printed',
  },
  { text: '{\r\n"a":1}\r\n\r\n{"b":1}', says: ['1 {\r\n"a":1} 1', '4 {"b":1} 1'], why: 'lines of Windows' },
  { text: '\ufeff{"a":1}', says: ['1 {"a":1} 1'], why: 'a byte-order mark' },
  { text: Buffer.from('\ufeff{"a":1}', 'utf16le'), says: ['1 not-utf8'], why: 'UTF-16' },
  { text: Buffer.from('fffe', 'hex'), says: ['1 not-utf8'], why: 'a mark of UTF-16 alone' },
  { text: '', says: [], why: 'nothing' },
  { text: ' \n\t\r\n', says: [], why: 'blanks' },
  {
    text: '{"a":"}{\\"\\\\","b":"["}',
    says: ['1 {"a":"}{\\"\\\\","b":"["} 2'],
    why: 'braces and quotes in texts',
  },
  { text: '{"a":1', says: ['1 cut-off', 'end'], why: 'cut off at the end' },
  { text: '{"a":"x', says: ['1 cut-off', 'end'], why: 'cut off in a text' },
  { text: '{', says: ['1 cut-off', 'end'], why: 'cut off at once' },
  { text: '{"a":\n{"a":2}\n', says: ['1 cut-off', 'end', '2 {"a":2} 1'], why: 'a line that is cut off' },
  {
    text: '{"a":"x\n{"a":2}\n',
    says: ['1 cut-off', 'end', '2 {"a":2} 1'],
    why: 'a line that is cut off in a text',
  },
  { text: '{"a":"x\\\n{"a":2}\n', says: ['1 cut-off', 'end', '2 {"a":2} 1'], why: 'and after a backslash' },
  {
    text: '{\n  "a": "x\n  "b": 1\n}\n{"a":2}',
    says: ['1 cut-off', 'end', '5 {"a":2} 1'],
    why: 'the rest of what is cut off is not garbage',
  },
  {
    text: 'ssh: no\n  host\n{"a":2}\nx\n{"a":3}',
    says: ['1 not-json', '3 {"a":2} 1', '4 not-json', '5 {"a":3} 1'],
    why: 'messages between reports',
  },
  {
    text: '{"a":1}x{"b":2}\n{"c":3}',
    says: ['1 {"a":1} 1', '1 not-json', '2 {"c":3} 1'],
    why: 'garbage after a report',
  },
  {
    text: '[\n  {"a":1},\n  {\n    "b":2}\n]\n{"c":3}',
    says: ['2 {"a":1} 1', '3 {\n    "b":2} 1', '6 {"c":3} 1'],
    why: 'a list, as jq -s makes it',
  },
  { text: '[{"a":1},{"b":2}]', says: ['1 {"a":1} 1', '1 {"b":2} 1'], why: 'a list on one line' },
  { text: '[]', says: [], why: 'an empty list' },
  { text: '[{"a":1},', says: ['1 {"a":1} 1', '1 cut-off'], why: 'a list that is cut off' },
  { text: '[{"a":1},,{"b":2}]', says: ['1 {"a":1} 1', '1 not-json'], why: 'a list with two commas' },
  { text: '[,{"a":1}]', says: ['1 not-json'], why: 'a list that begins with a comma' },
  { text: '[{"a":1}{"b":2}]', says: ['1 {"a":1} 1', '1 not-json'], why: 'a list without commas' },
  { text: '[{"a":1},]', says: ['1 {"a":1} 1', '1 not-json'], why: 'a list that ends with a comma' },
  { text: '[[{"a":1}]]', says: ['1 not-json'], why: 'a list of lists' },
  { text: '{"a":1}]', says: ['1 {"a":1} 1', '1 not-json'], why: 'the end of no list' },
  { text: 'null', says: ['1 not-a-report'], why: 'null' },
  { text: '"x"\n{"a":1}', says: ['1 not-a-report', '2 {"a":1} 1'], why: 'a text' },
  { text: '17\n', says: ['1 not-a-report'], why: 'a number' },
  {
    text: '{\n  "a": {\n{\n  "b": 1\n}\n{\r\n}',
    says: ['1 cut-off', 'end', '3 {\n  "b": 1\n} 1', '6 {\r\n} 0'],
    why: 'a pretty-printed one that is cut off, and another',
  },
  {
    text: '{\r\n  "a": "x\r\n{\r\n  "b": 1\r\n}',
    says: ['1 cut-off', 'end', '3 {\r\n  "b": 1\r\n} 1'],
    why: 'a pretty-printed one that is cut off in a text, and another',
  },
  {
    text: 'ssh: no\n {"a":1}\n',
    says: ['1 not-json', '2 {"a":1} 1'],
    why: 'a blank before one after a message',
  },
  {
    text: '{"reports":[{"a":1},,{"b":2}]}',
    says: ['* 1 {"a":1} 1', '1 not-json', '* 1 {"b":2} 1', 'end'],
    why: 'two commas between reports',
  },
  {
    text: '{"reports":[{"a":1}{"b":2}]}',
    says: ['* 1 {"a":1} 1', '1 not-json', '* 1 {"b":2} 1', 'end'],
    why: 'no comma between reports',
  },
  {
    text: '{"reports":[{"a":1},]}',
    says: ['* 1 {"a":1} 1', '1 not-json', 'end'],
    why: 'a comma after the last report',
  },
  { text: '{"a":[}', says: ['1 cut-off', 'end'], why: 'brackets that do not match' },
  {
    text: `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n{"b":1}`,
    says: ['1 too-deep', 'end', '2 {"b":1} 1'],
    why: 'too deep',
  },
  {
    text: `${'{"a":'.repeat(65)}1${'}'.repeat(65)}\n{"b":1}`,
    says: ['1 too-deep', 'end', '2 {"b":1} 1'],
    why: 'too deep by one',
  },
  {
    text: '{"a":"x\\\n"}\n{"b":1}',
    says: ['1 cut-off', 'end', '3 {"b":1} 1'],
    why: 'a line feed that is escaped in a text',
  },
  {
    text: `{"a":"${'x'.repeat(17 * 1024 * 1024)}"}\n{"b":1}`,
    says: ['1 too-large', 'end', '2 {"b":1} 1'],
    why: 'too large',
  },
  {
    text: '{"x":[1],"reports":[{"a":1},\n {"a":{"b":[]}}],"y":[]}',
    says: ['* 1 {"a":1} 1', '* 2 {"a":{"b":[]}} 2', '1 {"x":[1],"reports":[],"y":[]} 3'],
    why: 'the reports of a fleet',
  },
  {
    text: '{\n  "reports" : \r\n [\n{"a":1}\n]}',
    says: ['1 cut-off', 'end', '4 {"a":1} 1', '5 not-json'],
    why: 'a fleet whose reports begin lines is one that was cut off',
  },
  { text: '{"reports":[]}', says: ['1 {"reports":[]} 1'], why: 'no reports' },
  { text: '{"reports":["a"]}', says: ['1 not-json', 'end'], why: 'reports that are texts' },
  { text: '{"reports":[1]}', says: ['1 not-json', 'end'], why: 'reports that are none' },
  { text: '{"reports":[[{"a":1}]]}', says: ['1 not-json', 'end'], why: 'reports that are lists' },
  {
    text: '{"a":{"reports":[{"b":1}]}}',
    says: ['1 {"a":{"reports":[{"b":1}]}} 3'],
    why: 'reports further down are what they are',
  },
  {
    text: '{"reports":[{"a":1},{"b":',
    says: ['* 1 {"a":1} 1', '1 cut-off', 'end'],
    why: 'a fleet that is cut off',
  },
  {
    text: `{"reports":[{"a":"${'x'.repeat(17 * 1024 * 1024)}"},{"b":1}]}`,
    says: ['1 too-large', '* 1 {"b":1} 1', '1 {"reports":[]} 1'],
    why: 'a report of a fleet that is too large',
  },
];

/** Of each document in a text, whether it is known at once that every text in it is printable. */
function plainOf(text: string): boolean[] {
  const plain: boolean[] = [];
  const documents = new JsonDocuments({
    document: (piece) => plain.push(piece?.isPlain ?? false),
    item: () => {},
    fault: () => {},
  });
  documents.push(Buffer.from(text));
  return plain;
}

/** What documents are made of, and what is wrong with them. */
const PARTS = [
  ...[
    '{',
    '{',
    '}',
    '}',
    '[',
    ']',
    '"',
    '"',
    ':',
    ',',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '0',
    '#',
    '##[a]',
    '::',
    'a',
    'é',
  ],
  ...[
    '"a":',
    '"a b":',
    '"reports":[',
    '"reports" : [',
    '{"a":',
    '{"reports":[{',
    '\n{',
    '\n{"',
    '\n  "',
    '"\\""',
    '\u001b',
  ],
];

describe('JSON documents', () => {
  test.each(ROWS)('are found: $why', ({ text, says }) => expect(found([text])).toEqual(says));

  test.each(ROWS.filter(({ text }) => text.length < 1000))(
    'are found in single bytes: $why',
    ({ text, says }) => {
      const bytes = Buffer.from(text);
      expect(found([...bytes].map((byte) => Buffer.from([byte])))).toEqual(says);
    },
  );

  test('are found in whatever chunks', () => {
    const small = ROWS.filter(({ text }) => text.length < 1000 && typeof text === 'string');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...small.map(({ text }) => String(text))), { maxLength: 4 }),
        fc.array(fc.nat(200), { maxLength: 6 }),
        (texts, cuts) => {
          const bytes = Buffer.from(texts.join('\n'));
          const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
          const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
          expect(found(chunks)).toEqual(found([bytes]));
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  // In single bytes no document is all in one chunk, and each is read with everything that may be in it.
  test.each([300, 3000])(
    'are found alike in one chunk and in single bytes, whatever is in them: %i',
    (numRuns) => {
      const length = numRuns === 300 ? 200 : 12;
      const words = fc.constantFrom(...PARTS);
      const parts = fc.array(words, { maxLength: length });
      fc.assert(
        fc.property(parts, (texts) => {
          const bytes = Buffer.from(texts.join(''));
          expect(found([bytes])).toEqual(found([...bytes].map((byte) => Buffer.from([byte]))));
        }),
        { numRuns, seed: 1 },
      );
    },
  );

  test('are plain only where every text in them is printable', () => {
    const parts = fc.constantFrom(
      'a',
      'b',
      'c',
      ' ',
      ':',
      '#',
      '##[a]',
      '-',
      '"',
      '\\',
      '\n',
      'é',
      '\u00a0',
      '\u200b',
    );
    const text = fc.array(parts, { maxLength: 3 }).map((all) => all.join(''));
    const value = fc.tuple(text, text).map(([key, one]) => ({ [key]: [one] }));
    const seen = { plain: 0, printable: 0 };
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (json, indent) => {
        const { isPrintable } = inspectJson(json);
        const [isPlain = false] = plainOf(JSON.stringify(json, null, indent));
        seen.plain += Number(isPlain);
        seen.printable += Number(isPrintable);
        expect(isPlain && !isPrintable).toBe(false);
      }),
      { numRuns: 5000, seed: 1 },
    );
    expect(seen.plain).toBeGreaterThan(seen.printable / 3);
  });

  test('are not plain where a text in them is long', () => {
    expect(plainOf(JSON.stringify({ a: 'x'.repeat(MAX_TEXT - 20) }))).toEqual([true]);
    expect(plainOf(JSON.stringify({ a: 'x'.repeat(MAX_TEXT + 1) }))).toEqual([false]);
  });

  test('of a line without an end are not held', () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    const before = process.memoryUsage().external;
    const said = found([Buffer.from('{"a":"'), ...Array.from({ length: 400 }, () => megabyte)]);
    expect(said).toEqual(['1 too-large', 'end']);
    expect(process.memoryUsage().external - before).toBeLessThan(600 * 1024 * 1024);
  });
});
