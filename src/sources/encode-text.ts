import { INVALID_BYTE_BASE } from '../model/printable.ts';

/** The bytes that `decodeBytes` made a text of. */
export function encodeText(text: string): Buffer {
  if (!/[\udc80-\udcff]/u.test(text)) return Buffer.from(text, 'utf8');
  return Buffer.from(
    text.replace(/[\udc80-\udcff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) - INVALID_BYTE_BASE)),
    'latin1',
  );
}
