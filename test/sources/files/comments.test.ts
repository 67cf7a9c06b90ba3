import { expect, test } from 'vitest';
import { withoutComments } from '../../../src/sources/files/comments.ts';

test.each([
  { path: 'a', text: '# FLAG\nb', code: '\nb', why: 'a line' },
  { path: 'a', text: 'b "#" \'#\' # FLAG', code: 'b "#" \'#\'', why: 'the end of a line' },
  { path: 'a', text: 'b#FLAG $# c', code: 'b#FLAG $# c', why: 'no mark after a blank' },
  { path: 'a', text: "it's # FLAG", code: "it's # FLAG", why: 'a quote that is not closed' },
  { path: 'a.ini', text: ' ; FLAG\nb ; c', code: '\nb ; c', why: 'a semicolon' },
  { path: 'a.yaml', text: 'a: b\n  ; FLAG', code: 'a: b\n  ; FLAG', why: 'no comment in YAML' },
  {
    path: 'a.json',
    text: '{"a": "//", // FLAG\n}',
    code: '{"a": "//",\n}',
    why: 'slashes of JSON with comments',
  },
  { path: 'a.tf', text: '// FLAG\nb', code: '\nb', why: 'slashes of Terraform' },
  { path: 'a', text: 'b // FLAG', code: 'b // FLAG', why: 'slashes anywhere else' },
  { path: 'a', text: 'b {{- /* FLAG\n */}} c', code: 'b\n}} c', why: 'Helm' },
  { path: 'a', text: '{# FLAG #}{{ b }}', code: '{{ b }}', why: 'Jinja' },
  { path: 'a', text: '<%# FLAG %> b', code: 'b', why: 'ERB' },
  { path: 'a.html', text: '<!-- FLAG\n --> b', code: '\n b', why: 'HTML' },
  { path: 'a', text: '{# FLAG', code: '{# FLAG', why: 'one that is not closed' },
  { path: 'a', text: 'echo "<!--" FLAG "-->"', code: 'echo "<!--" FLAG "-->"', why: 'HTML in other texts' },
  { path: 'a', text: '$' + '{#A} FLAG %#}', code: '$' + '{#A} FLAG %#}', why: 'the length of a variable' },
  { path: 'a', text: '"a \\" # FLAG"', code: '"a \\" # FLAG"', why: 'an escaped quote' },
  { path: 'a.nix', text: 'a\n; FLAG', code: 'a\n; FLAG', why: 'a semicolon of a program' },
  { path: 'a', text: '#!/bin/x FLAG', code: '#!/bin/x FLAG', why: 'the first line of a script' },
  { path: 'a.yaml', text: '# a\u2028- FLAG', code: '\u2028- FLAG', why: 'a comment that Go ends early' },
])('only what is certainly a comment is taken out, in place: $why', ({ path, text, code }) => {
  const blanked = withoutComments(path, text);
  expect(blanked).toHaveLength(text.length);
  const packed = (written: string) =>
    written
      .replace(/ +/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .replace(/ ?\u2028 ?/g, '\u2028')
      .trim();
  expect(packed(blanked)).toBe(packed(code));
});
