import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { AuditError } from '../model/problem.ts';
import { tried } from '../sources/system/errno.ts';
import type { DirectoryHandle } from './directory-handle.ts';
import { hiddenName, removeLeftovers } from './hidden-name.ts';

export interface NewFile<Prepared, T> {
  readonly content: Buffer;
  /** Less the umask; without it the file is for its owner alone. */
  readonly mode?: number;
  /** What it is called in an error. */
  readonly label: string;
  /** Gives it its owner and attributes. */
  readonly prepare: (descriptor: number) => Prepared;
  /** What comes once the content is on the disk. */
  readonly finish: (prepared: Prepared) => T;
}

const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Writes a file so that a reader sees the old one or the new one, whole: it is created hidden, which a kubelet does not
 * read, and gets its name last. What killed runs left hidden for this name is removed.
 */
export function writeFile<Prepared, T>(
  directory: DirectoryHandle,
  name: string,
  file: NewFile<Prepared, T>,
): T {
  removeLeftovers(directory, name);
  const hidden = directory.at(hiddenName(name));
  const finish = (prepared: Prepared) => {
    const result = file.finish(prepared);
    renameSync(hidden, directory.at(name));
    return result;
  };
  return createFile(hidden, { ...file, finish });
}

/** Creates a file under a free name; if anything fails, it is removed. */
export function createFile<Prepared, T>(path: string, file: NewFile<Prepared, T>): T {
  const descriptor = openSync(path, CREATE, file.mode ?? 0o600);
  try {
    writeFileSync(descriptor, file.content);
    const prepared = file.prepare(descriptor);
    settle(descriptor, file);
    return file.finish(prepared);
  } catch (error) {
    tried(() => unlinkSync(path));
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a new file on the disk and makes sure that it holds what it should. */
function settle(
  descriptor: number,
  { content, label }: Pick<NewFile<unknown, unknown>, 'content' | 'label'>,
): void {
  fsyncSync(descriptor);
  const found = Buffer.alloc(content.length + 1);
  const length = readSync(descriptor, found, 0, found.length, 0);
  if (found.subarray(0, length).equals(content)) return;
  throw new AuditError(
    `cannot write ${label}: the data read back differs from what was written; the file was not changed`,
    'Check the disk.',
  );
}
