import { applyPatch } from 'diff';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merged, without } from '../../../src/fix/cut/ranges.ts';
import { diff, hunksOf } from '../../../src/fix/words/diff.ts';
import { readMarked } from '../../support/fix/cut.ts';

const PLAIN = { context: 0, isColoured: false, isEscaped: false };

/** The edit of a file that loses what is between « and ». */
function edit(marked: string, path = '/etc/x.yaml') {
  const { text, ranges } = readMarked(marked);
  return { path, before: text, cuts: ranges };
}

test.each([
  [
    'a line that goes, with no other line of the file',
    edit('a\n«b\n»c\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\n',
  ],
  [
    'a line that changes',
    edit('a\nb« k»\nc\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +2,1 @@\n-b k\n+b\n',
  ],
  [
    'a file without a newline at its end',
    edit('a«\nb»'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -1,2 +1,1 @@\n-a\n-b\n\\ No newline at end of file\n+a\n\\ No newline at end of file\n',
  ],
  [
    'carriage returns as they are',
    edit('a\r\n«b\r\n»'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\r\n',
  ],
  [
    'a relative path, and one with blanks and quotes',
    edit('«a\n»', './x "y"\t.yaml'),
    '--- "a/x \\"y\\"\\t.yaml"\n+++ "b/x \\"y\\"\\t.yaml"\n@@ -1,1 +0,0 @@\n-a\n',
  ],
])('shows %s', (_, given, expected) => expect(diff([given], PLAIN)).toBe(expected));

test('has the lines around a change where they are asked for', () => {
  expect(diff([edit('a\n«b\n»c\n')], { ...PLAIN, context: 1 })).toContain('@@ -1,3 +1,2 @@\n a\n-b\n c\n');
});

test('gives a terminal nothing but what it can show', () => {
  const text = diff([edit('«a\u001b]0;x\u0007b \u202ec\td\n»')], { ...PLAIN, isEscaped: true });
  expect(text).toContain('-a\\x1b]0;x\\x07b \\u{202e}c\td\n');
});

test('is coloured by line', () => {
  const text = diff([edit('a\n«b\n»')], { ...PLAIN, isColoured: true });
  expect(text).toContain('\u001b[31m-b\u001b[39m');
  expect(text).toContain('\u001b[1m--- a/etc/x.yaml\u001b[22m');
});

const texts = fc.array(fc.constantFrom('a', 'b', 'c', '\n', '\n', '\r\n'), { maxLength: 60 });
const ranges = fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 8 })), { maxLength: 6 });

test('a patch of what goes, applied, leaves the rest, with any number of lines of context', () => {
  const property = fc.property(texts, ranges, fc.nat(3), (parts, places, context) => {
    const text = parts.join('');
    const found = places
      .map(([start, length]) => ({ start, end: Math.min(start + length, text.length) }))
      .filter(({ start, end }) => start < end);
    const cuts = merged(found);
    const hunks = hunksOf({ before: text, cuts }, context);
    const patch = { oldFileName: 'x', newFileName: 'x', oldHeader: undefined, newHeader: undefined, hunks };
    expect(applyPatch(text, patch, { autoConvertLineEndings: false })).toBe(without(text, cuts));
    const kept = hunks.flatMap(({ lines }) => lines.filter((line) => line.startsWith(' ')));
    expect(context === 0 ? kept : []).toEqual([]);
  });
  fc.assert(property, { numRuns: 2000, seed: 1 });
});
