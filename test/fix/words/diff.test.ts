import { expect, test } from 'vitest';
import { changedLines } from '../../../src/fix/cut/changed-lines.ts';
import type { Change } from '../../../src/model/repair.ts';
import { diff } from '../../../src/fix/words/diff.ts';
import { readMarked } from '../../support/fix/cut.ts';

const PLAIN = { context: 0, isColoured: false, isEscaped: false };

/** The change of a file that loses what stands between « and ». */
function change(marked: string, path = '/etc/x.yaml'): Change {
  const { text, ranges } = readMarked(marked);
  return { path, before: text, changed: changedLines(text, ranges), advice: [] };
}

test.each([
  [
    'a line that goes, with no other line of the file',
    change('a\n«b\n»c\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\n',
  ],
  [
    'a line that changes',
    change('a\nb« k»\nc\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +2,1 @@\n-b k\n+b\n',
  ],
  [
    'a file without a newline at its end',
    change('a«\nb»'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -1,2 +1,1 @@\n-a\n-b\n\\ No newline at end of file\n+a\n\\ No newline at end of file\n',
  ],
  [
    'carriage returns as they are',
    change('a\r\n«b\r\n»'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\r\n',
  ],
  [
    'a relative path, and one with blanks and quotes',
    change('«a\n»', './x "y"\t.yaml'),
    '--- "a/x \\"y\\"\\t.yaml"\n+++ "b/x \\"y\\"\\t.yaml"\n@@ -1,1 +0,0 @@\n-a\n',
  ],
])('shows %s', (_, given, expected) => expect(diff([given], PLAIN)).toBe(expected));

test('has the lines around a change where they are asked for', () => {
  expect(diff([change('a\n«b\n»c\n')], { ...PLAIN, context: 1 })).toContain('@@ -1,3 +1,2 @@\n a\n-b\n c\n');
});

test('gives a terminal nothing but what it can show', () => {
  const text = diff([change('«a\u001b]0;x\u0007b \u202ec\td\n»')], { ...PLAIN, isEscaped: true });
  expect(text).toContain('-a\\x1b]0;x\\x07b \\u{202e}c\td\n');
});

test('is coloured by line', () => {
  const text = diff([change('a\n«b\n»')], { ...PLAIN, isColoured: true });
  expect(text).toContain('\u001b[31m-b\u001b[39m');
  expect(text).toContain('\u001b[1m--- a/etc/x.yaml\u001b[22m');
});
