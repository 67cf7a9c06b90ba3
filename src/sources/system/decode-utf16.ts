/**
 * The text of bytes that begin with the mark of UTF-16, by which Go's YAML reader knows it; undefined without one. Half a
 * character at the end becomes a lone surrogate, as a byte does that is not UTF-8.
 */
export function decodeUtf16(bytes: Buffer): string | undefined {
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isBig && !(bytes[0] === 0xff && bytes[1] === 0xfe)) return undefined;
  const units = bytes.subarray(0, bytes.length & ~1);
  const text = (isBig ? Buffer.from(units).swap16() : units).toString('utf16le');
  return units.length === bytes.length ? text : `${text}\udcff`;
}
