import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { fittingName } from './fitting-name.ts';

/** A command for sh that puts a backup in place of a file, which is never half written, by a name nobody can foresee. */
export function restoreCommand(backup: string, realPath: string): string {
  const beside = join(
    dirname(realPath),
    fittingName('.', basename(realPath), `.${randomBytes(4).toString('hex')}`),
  );
  return `cp -aT ${quote(backup)} ${quote(beside)} && mv -fT ${quote(beside)} ${quote(realPath)}`;
}

/** Absolute paths need no more than quotes, and mostly not even these. */
function quote(text: string): string {
  if (/^[\w./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", "'\\''")}'`;
}
