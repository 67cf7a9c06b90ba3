import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../src/model/printable.ts';
import { commandsOf } from '../support/ci-commands.ts';

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
    { given: '::error::x', shown: '\\x3a:error::x', why: 'is not a command to GitHub at its start' },
    { given: 'a ::add-mask::x', shown: 'a \\x3a:add-mask::x', why: 'is none where a line may be wrapped' },
    { given: '::add::x', shown: '\\x3a:add::x', why: 'is none, whatever its name is' },
    { given: ':', shown: '\\x3a', why: 'makes none with a colon after it' },
    { given: 'a##[group]x', shown: 'a#\\x23[group]x', why: 'is none of the older kind anywhere' },
    { given: '####[x]', shown: '###\\x23[x]', why: 'is none after more of the same' },
    { given: 'a##vso[task.x]', shown: 'a#\\x23vso[task.x]', why: 'is none to Azure Pipelines' },
    { given: "##teamcity[x 'y']", shown: "#\\x23teamcity[x 'y']", why: 'is none to TeamCity' },
    {
      given: '[::1]:6443 fe80::1 a::b c/#1 ## x ---y',
      shown: '[::1]:6443 fe80::1 a::b c/#1 ## x ---y',
      why: 'stays where no runner would act',
    },
  ])('$why', ({ given, shown }) => expect(printable(given)).toBe(shown));

  test('never holds a control character, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(printable(text)),
      ),
    );
  });

  test('is not a command wherever its lines are broken', () => {
    const unit = fc.constantFrom(...'::##[] a-v\t\r\n\u0085\u00a0');
    fc.assert(
      fc.property(fc.string({ unit, size: 'medium' }), fc.nat(), fc.nat(), (text, width, indent) => {
        const words = printable(text).split(' ');
        const lines = words.map(
          (_, index) => ' '.repeat(indent % 9) + words.slice(index, index + (width % 9) + 1).join(' '),
        );
        expect(commandsOf(lines.join('\n'))).toEqual([]);
      }),
    );
  });

  test('stays what it is when it is made printable once more', () => {
    const unit = fc.constantFrom(...'::##[ a-^\t\\\n');
    fc.assert(fc.property(fc.string({ unit }), (text) => printable(printable(text)) === printable(text)));
  });
});
