import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** What a file name may have on Linux. */
const MAX_BYTES = 255;

/** A file name of these parts; where it would be too long, the middle part loses its beginning. */
export function fittingName(before: string, middle: string, after: string): string {
  const characters = [...middle];
  const room = MAX_BYTES - Buffer.byteLength(before + after);
  while (Buffer.byteLength(characters.join('')) > room) characters.shift();
  return `${before}${characters.join('')}${after}`;
}

/** A command for sh that puts a backup in place of a file, which is never half written, by a name nobody can foresee. */
export function restoreCommand(backup: string, realPath: string): string {
  const name = fittingName('.', basename(realPath), `.${randomBytes(4).toString('hex')}`);
  const hidden = join(dirname(realPath), name);
  return `cp -aT ${quote(backup)} ${quote(hidden)} && mv -fT ${quote(hidden)} ${quote(realPath)}`;
}

/** An absolute path needs quotes at most. */
function quote(text: string): string {
  if (/^[\w./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
