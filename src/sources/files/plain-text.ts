import { decodeUtf16 } from '../system/decode-utf16.ts';

/** The escapes for a character of ASCII that YAML and JSON (`\x`, `\u`, `\U`) and systemd and shells (octal, too) have. */
const CHARACTER = /\\(?:x([0-7][\da-fA-F])|u00([0-7][\da-fA-F])|U000000([0-7][\da-fA-F])|([01][0-7]{2}))/g;

/** Line ends that a backslash takes away: also those of Go's YAML, here as characters or as bytes of UTF-8. */
const LINE_END = /\\(?:\r\n?|[\n\x85\u2028\u2029]|\xc2\x85|\xe2\x80[\xa8\xa9])[ \t]*/g;

const HAS_ESCAPE = new RegExp(`${CHARACTER.source}|${LINE_END.source}`);

/** Bytes as text in which ASCII can be looked for: UTF-16 where they begin with its mark, else one character a byte. */
export function textByMark(bytes: Buffer): string {
  return decodeUtf16(bytes) ?? bytes.toString('latin1');
}

/**
 * A text to look for words in: with escapes undone, twice, for a text may hold one in another format, and without
 * further backslashes. What is no escape there is undone as well: that can add a word, and hide none.
 */
export function plainText(text: string): string {
  if (!HAS_ESCAPE.test(text)) return text;
  return withCharacters(withCharacters(text)).replace(LINE_END, '').replaceAll('\\', '');
}

function withCharacters(text: string): string {
  return text.replace(CHARACTER, (_, byte?: string, short?: string, long?: string, octal?: string) =>
    String.fromCharCode(
      octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8),
    ),
  );
}
