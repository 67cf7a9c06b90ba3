import { basename, dirname } from 'node:path';
import { AuditError } from '../model/problem.ts';
import { errnoMessage, errnoOf, isMissing } from '../sources/system/errno.ts';
import { type BackupPlace, backUp } from './back-up.ts';
import { type DirectoryHandle, withDirectory } from './directory-handle.ts';
import { explainFailure } from './explain-failure.ts';
import { keepAttributes } from './keep-attributes.ts';
import { type FileToEdit, readContent } from './read-for-edit.ts';
import { isSame, withFile } from './with-file.ts';
import { writeFile } from './write-file.ts';

export interface Replaced {
  /** The path of a copy of the file as it was. */
  readonly backup: string;
  readonly notes: readonly string[];
}

/**
 * Replaces a file so that a reader sees the old one or the new one, whole, even after a crash. A backup is made
 * first. Throws an AuditError; unless it says otherwise, the file is as it was.
 */
export function replaceFile(file: FileToEdit, content: Buffer, place: BackupPlace, now: Date): Replaced {
  const { realPath } = file;
  return explainFailure(`cannot write ${realPath}`, () =>
    unlessGone(realPath, () =>
      withDirectory(dirname(realPath), (directory) => {
        const { backup, notes } = exchange(file, content, directory, () => backUp(file, place, now));
        syncNames(directory, realPath, backup);
        return { backup, notes };
      }),
    ),
  );
}

/** The backup is made once all that needs space is written, so that a full disk leaves none. */
function exchange(file: FileToEdit, content: Buffer, directory: DirectoryHandle, makeBackup: () => string) {
  const { realPath } = file;
  const name = basename(realPath);
  return withFile(directory.at(name), (original) => {
    confirmUnchanged(original, file);
    return writeFile(directory, name, {
      content,
      label: realPath,
      prepare: (fresh) => keepAttributes(original, fresh, realPath),
      finish: (notes) => {
        const backup = makeBackup();
        withFile(directory.at(name), (now) => confirmUnchanged(now, file));
        return { backup, notes };
      },
    });
  });
}

function confirmUnchanged(descriptor: number, { realPath, identity, bytes }: FileToEdit): void {
  const now = readContent(descriptor, realPath);
  if (!isSame(now.identity, identity) || !now.bytes.equals(bytes)) throw changedMeanwhile(realPath);
}

/** A file or directory that vanished, or became a link, was changed as well. */
function unlessGone<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw isMissing(error) || errnoOf(error) === 'ELOOP' ? changedMeanwhile(path) : error;
  }
}

function changedMeanwhile(path: string): AuditError {
  return new AuditError(
    `cannot write ${path}: it was changed in the meantime, and left as it is`,
    'Run it again.',
  );
}

function syncNames(directory: DirectoryHandle, path: string, backup: string): void {
  try {
    directory.sync();
  } catch (error) {
    throw new AuditError(
      `${path} has its new content, but may lose it in a power failure: ${errnoMessage(error)}`,
      `Check the disk; the old content is in ${backup}.`,
    );
  }
}
