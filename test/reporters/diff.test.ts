import { expect, test } from 'vitest';
import { diff } from '../../src/reporters/diff.ts';

const PLAIN = { context: 0, isColoured: false, isEscaped: false };

function change(before: string, after: string, path = '/etc/x.yaml') {
  return { path, before, after, advice: [] };
}

test.each([
  [
    'a line that goes, with no other line of the file',
    change('a\nb\nc\n', 'a\nc\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\n',
  ],
  [
    'a line that changes',
    change('a\nb k\nc\n', 'a\nb\nc\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +2,1 @@\n-b k\n+b\n',
  ],
  [
    'a file without a newline at its end',
    change('a\nb', 'a'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -1,2 +1,1 @@\n-a\n-b\n\\ No newline at end of file\n+a\n\\ No newline at end of file\n',
  ],
  [
    'carriage returns as they are',
    change('a\r\nb\r\n', 'a\r\n'),
    '--- a/etc/x.yaml\n+++ b/etc/x.yaml\n@@ -2,1 +1,0 @@\n-b\r\n',
  ],
  [
    'a relative path, and one with blanks and quotes',
    change('a\n', '', './x "y"\t.yaml'),
    '--- "a/x \\"y\\"\\t.yaml"\n+++ "b/x \\"y\\"\\t.yaml"\n@@ -1,1 +0,0 @@\n-a\n',
  ],
])('shows %s', (_, given, expected) => expect(diff([given], PLAIN)).toBe(expected));

test('has the lines around a change where they are asked for', () => {
  expect(diff([change('a\nb\nc\n', 'a\nc\n')], { ...PLAIN, context: 1 })).toContain(
    '@@ -1,3 +1,2 @@\n a\n-b\n c\n',
  );
});

test('gives a terminal nothing but what it can show', () => {
  const text = diff([change('a\u001b]0;x\u0007b \u202ec\td\n', '')], { ...PLAIN, isEscaped: true });
  expect(text).toContain('-a\\x1b]0;x\\x07b \\u{202e}c\td\n');
});

test('is coloured by line', () => {
  const text = diff([change('a\nb\n', 'a\n')], { ...PLAIN, isColoured: true });
  expect(text).toContain('\u001b[31m-b\u001b[39m');
  expect(text).toContain('\u001b[1m--- a/etc/x.yaml\u001b[22m');
});

test('shows what is no command to a CI where that is asked for', () => {
  const change = {
    path: '##[x]',
    before: 'a ##[y]z\r::error::x\n::warning::x\n---\n',
    after: '',
    advice: [],
  };
  const text = diff([change], { ...PLAIN, isEscaped: true });
  expect(text).toContain('--- a/#\\x23[x]\n+++ b/');
  expect(text).toContain('-a #\\x23[y]z\\r::error::x\n-::warning::x\n----\n');
});
