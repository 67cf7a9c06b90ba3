import { isUtf8 } from 'node:buffer';
import { INVALID_BYTE_BASE } from '../../model/printable.ts';

/** Bytes as text. If they are not UTF-8, each byte that is not ASCII becomes a lone surrogate that says which it is. */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(INVALID_BYTE_BASE + byte.charCodeAt(0)));
}

export function isUtf8Text(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/**
 * The text of bytes that begin with the byte-order mark of UTF-16, by which Go's YAML reader detects it; undefined without
 * one. Half a character at the end becomes a lone surrogate, as a byte does that is not UTF-8.
 */
export function decodeUtf16(bytes: Buffer): string | undefined {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isBig && !(bytes[0] === 0xff && bytes[1] === 0xfe)) return undefined;
  const units = bytes.subarray(0, bytes.length & ~1);
  const text = (isBig ? Buffer.from(units).swap16() : units).toString('utf16le');
  return units.length === bytes.length ? text : `${text}\udcff`;
}

/** Text in UTF-16 if the bytes begin with its mark, else in UTF-8. */
export function decodeText(bytes: Buffer): string {
  return decodeUtf16(bytes) ?? decodeBytes(bytes);
}

/** Bytes as text in which ASCII can be looked for, faster than `decodeText`: one character a byte unless it is UTF-16. */
export function decodeForSearch(bytes: Buffer): string {
  return decodeUtf16(bytes) ?? bytes.toString('latin1');
}

/** The value of a text in JSON; undefined if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

const INVALID_BYTES = /([\udc80-\udcff]+)/u;

/** The bytes that `decodeBytes` made a text of; such texts may have been joined, as a directory and a name are. */
export function encodeText(text: string): Buffer {
  if (!INVALID_BYTES.test(text)) return Buffer.from(text);
  const parts = text.split(INVALID_BYTES);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'utf8') : bytesOf(part))),
  );
}

/** A path as the system takes it: as bytes only where it is not UTF-8. */
export function encodePath(path: string): string | Buffer {
  return INVALID_BYTES.test(path) ? encodeText(path) : path;
}

function bytesOf(surrogates: string): Buffer {
  return Buffer.from([...surrogates].map((unit) => unit.charCodeAt(0) - INVALID_BYTE_BASE));
}
