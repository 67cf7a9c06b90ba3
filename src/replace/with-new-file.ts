import { closeSync, constants, fsyncSync, openSync, readSync, unlinkSync, writeFileSync } from 'node:fs';
import { AuditError } from '../model/audit-error.ts';
import { errnoOf } from '../sources/system/errno.ts';

export interface NewContent {
  readonly content: Buffer;
  /** Less the umask; without it the file is for its owner alone. */
  readonly mode?: number;
}

const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Creates a file under a free name and hands it to `use`; if anything fails, it is removed. */
export function withNewFile<T>(
  path: string,
  { content, mode }: NewContent,
  use: (descriptor: number) => T,
): T {
  const descriptor = openSync(path, CREATE, mode ?? 0o600);
  try {
    writeFileSync(descriptor, content);
    return use(descriptor);
  } catch (error) {
    remove(path);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a new file on the disk and makes sure that it holds what it should. */
export function settle(descriptor: number, content: Buffer, path: string): void {
  fsyncSync(descriptor);
  const found = Buffer.alloc(content.length + 1);
  const length = readSync(descriptor, found, 0, found.length, 0);
  if (found.subarray(0, length).equals(content)) return;
  throw new AuditError(
    `cannot write ${path}: the disk gave back something else; the file was not changed`,
    'Check the disk.',
  );
}

/** What cannot be removed is left; the error that led here says more. */
function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
