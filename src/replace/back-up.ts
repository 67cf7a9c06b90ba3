import {
  existsSync,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AuditError } from '../model/problem.ts';
import { errnoOf } from '../sources/system/errno.ts';
import { type DirectoryHandle, withDirectory } from './directory-handle.ts';
import { explainFailure } from './explain-failure.ts';
import { keepAttributes } from './keep-attributes.ts';
import { fittingName } from './names.ts';
import type { FileToEdit } from './read-for-edit.ts';
import { isOwn, isSame, withRealFile } from './with-file.ts';
import { createFile } from './write-file.ts';

const MAX_IN_A_SECOND = 1000;
const STICKY = 0o1000;
const WRITABLE_BY_ALL = 0o002;

/** Where backups go. */
export interface BackupPlace {
  readonly directory: string;
  /** What the paths in the names of backups leave out: where a host is mounted. */
  readonly root?: string;
  /** Directories that a kubelet may read; those that are not there do not matter. */
  readonly awayFrom: readonly string[];
}

/** Copies a file as it was read, before it is touched, and returns the path of the copy. */
export function backUp(file: FileToEdit, place: BackupPlace, now: Date): string {
  const awayFrom = [dirname(file.path), dirname(file.realPath), ...place.awayFrom];
  return explainFailure(`cannot write a backup to ${place.directory}`, () =>
    withBackupDirectory({ ...place, awayFrom }, (handle, realPath) =>
      firstFree((count) => {
        const name = backupName(file.realPath.slice((place.root ?? '').length), now, count);
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

/** `etc_kubernetes_manifests_kube-apiserver.yaml.20261123T101500Z`, the second one with `-2` after it. */
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

/**
 * Opens the directory for backups, made where it is missing, and hands it and its real path to `use`. Throws an
 * AuditError where a kubelet may read a backup, or where another user could exchange it.
 */
function withBackupDirectory<T>(
  { directory: named, awayFrom }: BackupPlace,
  use: (directory: DirectoryHandle, realPath: string) => T,
): T {
  const path = resolve(named);
  for (const manifests of awayFrom.filter(existsSync)) refuseBelow(path, manifests);
  makeDirectories(path);
  if (lstatSync(path).isSymbolicLink()) throw refused(path, 'it is a link');
  const realPath = realpathSync(path);
  return withDirectory(realPath, (directory) => {
    refuseForeign(path, statSync(directory.at('.')));
    for (const parent of lineage(dirname(realPath))) refuseForeign(parent, statSync(parent));
    return use(directory, realPath);
  });
}

/** Goes by identity and not by path: the same directory may be mounted twice. */
function refuseBelow(path: string, manifests: string): void {
  const forbidden = statSync(manifests, { bigint: true });
  for (const directory of lineage(realpathSync(lineage(path).find(existsSync) ?? '/'))) {
    if (isSame(statSync(directory, { bigint: true }), forbidden)) {
      throw refused(path, `it is in ${manifests}, where a kubelet may read the backup`);
    }
  }
}

/** One by one: where none can be made, as in /proc, Node's own way of making several never ends. */
function makeDirectories(path: string): void {
  for (const directory of lineage(path).reverse()) {
    if (!existsSync(directory)) mkdirSync(directory, 0o700);
  }
}

/** A path and its parents, up to the root. */
function lineage(path: string): string[] {
  return path === '/' ? [path] : [path, ...lineage(dirname(path))];
}

function refuseForeign(path: string, stats: Stats): void {
  const { mode } = stats;
  if (!isOwn(stats)) throw refused(path, 'it belongs to another user');
  if ((mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0) throw refused(path, 'any user can change it');
}

function refused(path: string, reason: string): AuditError {
  return new AuditError(
    `cannot write a backup to ${path}: ${reason}; the file was not changed`,
    'Choose another directory with --backup-dir.',
  );
}
