import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWorthReading } from '../../src/sources/files/search-file.ts';
import { mayStartApiServer, WORDS } from '../../src/sources/files/worth-reading.ts';
import { decodeForSearch } from '../../src/sources/system/bytes.ts';
import { fixtureTexts, fuzzing, mutated, mutations } from '../support/fuzzing.ts';

const { parameters, timeout } = fuzzing(20_000);

/** A word of each format, some letters in the other case. */
const word = fc
  .tuple(fc.stringMatching(new RegExp(WORDS.source)), fc.infiniteStream(fc.boolean()))
  .map(([text, isUpper]) =>
    [...text].map((letter) => (isUpper.next().value ? letter.toUpperCase() : letter)).join(''),
  );

/** What is near to a word and none, and what a word can be composed of. */
const fragment = fc.oneof(
  word,
  fc.constantFrom(...['a', ' ', '\n', ': ', '- ', '-', '_', '""', "''", '"', "'", '\\', '$', '`', '\0', 'é']),
  fc.constantFrom(
    ...['a"b', "a'b", 'a\\b', '"a', 'kube', 'k3', '0s', 'pi', 'isa', 'apiVersion', 'containers'],
  ),
  fc.constantFrom(...['\\x6b', '\\u006b', '\\U0000006b', '\\153', '\\\n', '\\\u0085', '3s', 'docker']),
  fc.string({ maxLength: 3 }),
);

/** Only in an object or a unit, words are composed. */
const composed = fc
  .tuple(
    fc.constantFrom('', 'apiVersion: v1\ncontainers:\n', 'ExecStart='),
    fc.stringMatching(/^ {0,3}$/),
    fc.array(fragment, { maxLength: 8 }),
  )
  .map((parts) => parts.flat().join(''));

/** These bytes where a file may have been read to: anywhere in memory, before what is left of another file. */
const placed = (bytes: Buffer, start: number, after: string) =>
  Buffer.concat([Buffer.alloc(start), bytes, Buffer.from(after)]).subarray(start, start + bytes.length);

const places = fc.tuple(fc.nat(7), fc.constantFrom('', '$', 'k3s', '3s', '"a', 'a'));

test(
  'a file with a word is worth reading, wherever the word is',
  () => {
    const plain = fc.stringMatching(/^[a-z0-9 :\n-]{0,9}$/);
    fc.assert(
      fc.property(plain, word, plain, places, (before, middle, after, [start, next]) => {
        const bytes = placed(Buffer.from(`${before}${middle}${after}`), start, next);
        expect(isWorthReading('x', bytes)).toBe(true);
      }),
      parameters,
    );
  },
  timeout,
);

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  utf8: (text) => Buffer.from(text),
  latin1: (text) => Buffer.from(text, 'latin1'),
  utf16: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  swapped: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

const fixtures = fixtureTexts('files').map(([, text]) => text);
const changed = fc
  .tuple(fc.constantFrom(...fixtures), mutations)
  .map(([text, changes]) => mutated(text, changes));

test(
  'a file is worth reading if its text may start an API server, and only then',
  () => {
    const texts = fc.oneof({ weight: 9, arbitrary: composed }, changed);
    const encodings = fc.constantFrom(...Object.values(ENCODINGS));
    const paths = fc.constantFrom('x.yaml', 'x.yaml', 'kube-apiserver/args');
    fc.assert(
      fc.property(texts, encodings, paths, places, (text, encode, path, [start, next]) => {
        const bytes = placed(encode(text), start, next);
        expect(isWorthReading(path, bytes)).toBe(mayStartApiServer(path, [decodeForSearch(bytes)]));
      }),
      parameters,
    );
  },
  timeout,
);
