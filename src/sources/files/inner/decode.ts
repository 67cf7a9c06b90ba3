import { gunzipSync } from 'node:zlib';
import type { Range } from '../../../model/argument.ts';
import { AuditError } from '../../../model/problem.ts';
import { decodeText } from '../../system/bytes.ts';
import { MAX_BYTES } from '../read-whole.ts';
import { firstWhere } from '../source-file.ts';
import type { InnerText } from './inner-file.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const BROKEN_HINT = 'Encode the file again.';

/** Bytes that are written as something else at one place. */
export function decodedText(bytes: Buffer | AuditError, place: Range): InnerText | AuditError {
  return bytes instanceof AuditError
    ? bytes
    : { text: decodeText(bytes), rangeOf: () => place, isEncoded: true };
}

/** Only the standard alphabet; blanks and line ends do not count. */
export function decodeBase64(text: string): Buffer | AuditError {
  const written = text.replace(/\s+/g, '');
  return BASE64.test(written) && written.length % 4 === 0
    ? Buffer.from(written, 'base64')
    : new AuditError('it is not valid base64', BROKEN_HINT);
}

export function gunzip(bytes: Buffer | AuditError): Buffer | AuditError {
  if (bytes instanceof AuditError) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return new AuditError(`it is larger than ${MAX_BYTES / 1024 / 1024} MiB`, 'Audit that file by itself.');
    if (code.startsWith('Z_')) return new AuditError('it is not valid gzip', BROKEN_HINT);
    throw error;
  }
}

/** What precedes the data of a URL: a media type with parameters, `;base64`, a comma. */
const HEAD = /^data:([^,]*?)(;base64)?,/i;
const ESCAPE = /%([\da-fA-F]{2})/g;

/**
 * The bytes of a data: URL. Only its percent-encoding is undone, as Ignition does it: a charset changes nothing. See
 * https://www.rfc-editor.org/rfc/rfc2397 and https://github.com/vincent-petithory/dataurl
 */
export function decodeDataUrl(url: string): Buffer | AuditError {
  const [head, , base64] = HEAD.exec(url) ?? [];
  if (head === undefined) return new AuditError('its data: URL has no comma', BROKEN_HINT);
  const data = url.slice(head.length);
  if (base64 !== undefined) return decodeBase64(data);
  if (/%(?![\da-fA-F]{2})|[^\0-\x7f]/.test(data))
    return new AuditError('its data: URL is not valid', BROKEN_HINT);
  const bytes = data.replace(ESCAPE, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}

/**
 * The text of a data: URL with the place of each character, if it is written in percent-encoding and in ASCII; undefined
 * otherwise.
 */
export function textOfDataUrl({ text: url, rangeOf }: InnerText): InnerText | undefined {
  const [head, , base64] = HEAD.exec(url) ?? [];
  const data = head === undefined || base64 !== undefined ? undefined : url.slice(head.length);
  if (head === undefined || data === undefined || /%(?![0-7][\da-fA-F])|[^\0-\x7f]/.test(data))
    return undefined;
  let shift = head.length;
  // For each escape: the offset in the text after it, and how many characters more the URL has up to there.
  const shifts = [{ from: 0, shift }];
  const text = data.replace(ESCAPE, (written, code, at: number) => {
    const end = head.length + at + written.length;
    shift += written.length - 1;
    shifts.push({ from: end - shift, shift });
    return String.fromCharCode(Number.parseInt(code, 16));
  });
  const inUrl = (offset: number) => {
    const next = firstWhere(1, shifts.length, (index) => (shifts[index]?.from ?? 0) > offset);
    return offset + (shifts[next - 1]?.shift ?? 0);
  };
  return {
    text,
    rangeOf: (from, to) => rangeOf(inUrl(from), to > from ? inUrl(to) : inUrl(from)),
    isEncoded: true,
  };
}
