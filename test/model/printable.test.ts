import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/model/printable.ts';

describe('text from outside', () => {
  test.each([
    {
      given: 'plain = text, 100% "quoted" \\',
      shown: 'plain = text, 100% "quoted" \\',
      why: 'is left alone',
    },
    { given: 'größe 日本 🙂', shown: 'größe 日本 🙂', why: 'keeps the letters of every script' },
    { given: '\u001b]0;owned\u0007', shown: '\\x1b]0;owned\\x07', why: 'cannot set the title of a terminal' },
    { given: '\u001b[2J\u009b1m', shown: '\\x1b[2J\\x9b1m', why: 'cannot clear a screen, by C1 either' },
    { given: 'a\nPASS\r\tb', shown: 'a\\nPASS\\r\\tb', why: 'stays on its line' },
    { given: 'a\u2028b\u2029c\u0085', shown: 'a\\u{2028}b\\u{2029}c\\x85', why: 'has no other line ends' },
    { given: 'eslaf\u202e', shown: 'eslaf\\u{202e}', why: 'cannot turn the direction of text' },
    { given: 'a\u200bb\ufeff', shown: 'a\\u{200b}b\\u{feff}', why: 'hides nothing without width' },
    { given: 'x\udcffy\ud800', shown: 'x\\xffy\\u{d800}', why: 'shows bytes that are no UTF-8' },
    { given: ' a  b   c ', shown: '\\x20a\\x20 b\\x20\\x20 c\\x20', why: 'hides no blanks' },
    {
      given: 'a\u00a0b\u3000c\u3164d\u2800e',
      shown: 'a\\xa0b\\u{3000}c\\u{3164}d\\u{2800}e',
      why: 'knows other blanks',
    },
    { given: '\ue000\u0378', shown: '\\u{e000}\\u{378}', why: 'shows what no font has' },
    { given: '\0\x7f', shown: '\\x00\\x7f', why: 'shows NUL and DEL' },
  ])('$why', ({ given, shown }) => expect(printable(given)).toBe(shown));

  test('never holds a control character, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(printable(text)),
      ),
    );
  });
});
