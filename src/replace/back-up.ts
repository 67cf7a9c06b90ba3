import { fchmodSync, fstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditError } from '../model/audit-error.ts';
import { errnoOf } from '../sources/system/errno.ts';
import { type BackupPlace, withBackupDirectory } from './backup-directory.ts';
import type { DirectoryHandle } from './directory-handle.ts';
import { fittingName } from './names.ts';
import { explainFailure } from './explain-failure.ts';
import { keepAttributes } from './keep-attributes.ts';
import type { FileToEdit } from './read-for-edit.ts';
import { withRealFile } from './with-file.ts';
import { createFile } from './write-file.ts';

const MAX_IN_A_SECOND = 1000;

/** Copies a file as it was read, before it is touched, and gives the path of the copy. */
export function backUp(file: FileToEdit, place: BackupPlace, now: Date): string {
  const awayFrom = [dirname(file.path), dirname(file.realPath), ...place.awayFrom];
  return explainFailure(`cannot write a backup to ${place.directory}`, () =>
    withBackupDirectory({ ...place, awayFrom }, (handle, realPath) =>
      firstFree((count) => {
        const name = backupName(file.realPath, now, count);
        copyTo(handle, name, file);
        return join(realPath, name);
      }),
    ),
  );
}

function copyTo(directory: DirectoryHandle, name: string, { bytes, realPath }: FileToEdit): void {
  createFile(directory.at(name), {
    content: bytes,
    label: `a backup of ${realPath}`,
    prepare: (copy) => withRealFile(realPath, (original) => protect(original, copy, realPath)),
    finish: directory.sync,
  });
}

function firstFree<T>(create: (count: number) => T): T {
  for (let count = 1; ; count += 1) {
    try {
      return create(count);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || count === MAX_IN_A_SECOND) throw error;
    }
  }
}

/** `etc_kubernetes_manifests_kube-apiserver.yaml.20261123T101500Z`, the second one with `-2` behind it. */
function backupName(realPath: string, now: Date, count: number): string {
  const time = now.toISOString().replace(/\.\d+|[-:]/g, '');
  return fittingName('', realPath.slice(1).replaceAll('/', '_'), `.${time}${count === 1 ? '' : `-${count}`}`);
}

/** A backup without the attributes of its original is still one, but nobody else may read it then. */
function protect(original: number, copy: number, path: string): void {
  if (!keepsAttributes(original, copy, path)) fchmodSync(copy, fstatSync(original).mode & 0o700);
}

function keepsAttributes(original: number, copy: number, path: string): boolean {
  try {
    return keepAttributes(original, copy, path).length === 0;
  } catch (error) {
    if (!(error instanceof AuditError) && errnoOf(error) === undefined) throw error;
    return false;
  }
}
