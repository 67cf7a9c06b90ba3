import { INVALID_BYTE_BASE } from '../../model/printable.ts';

const INVALID_BYTES = /([\udc80-\udcff]+)/u;

/** The bytes that `decodeBytes` made a text of, also where texts were joined: a directory and a name. */
export function encodeText(text: string): Buffer {
  const parts = text.split(INVALID_BYTES);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part, 'utf8') : bytesOf(part))),
  );
}

function bytesOf(surrogates: string): Buffer {
  return Buffer.from([...surrogates].map((unit) => unit.charCodeAt(0) - INVALID_BYTE_BASE));
}
