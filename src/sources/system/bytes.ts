import { isUtf8 } from 'node:buffer';
import { INVALID_BYTE_BASE } from '../../model/printable.ts';

/** Bytes as text. What is no UTF-8 keeps its ASCII, and each byte above becomes a lone surrogate that says which. */
export function decodeBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return bytes
    .toString('latin1')
    .replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(INVALID_BYTE_BASE + byte.charCodeAt(0)));
}

/** Whether a text was UTF-8 as bytes. */
export function isUtf8Text(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
