import { existsSync, lstatSync, mkdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AuditError } from '../model/audit-error.ts';
import { type DirectoryHandle, withDirectory } from './directory-handle.ts';
import { isSame } from './with-file.ts';

const STICKY = 0o1000;
const WRITABLE_BY_ALL = 0o002;

/** Where backups go. */
export interface BackupPlace {
  readonly directory: string;
  /** Directories that a kubelet may read; those that are not there do not matter. */
  readonly awayFrom: readonly string[];
}

/**
 * Opens the directory for backups, made where it is missing, and hands it and its real path to `use`. Throws an
 * AuditError where a kubelet may read a backup, or where another user could exchange it.
 */
export function withBackupDirectory<T>(
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

function refuseForeign(path: string, { uid, mode }: Stats): void {
  if (uid !== 0 && uid !== process.geteuid?.()) throw refused(path, 'it belongs to another user');
  if ((mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0) throw refused(path, 'any user can change it');
}

function refused(path: string, reason: string): AuditError {
  return new AuditError(
    `cannot write a backup to ${path}: ${reason}; the file was not changed`,
    'Choose another directory with --backup-dir.',
  );
}
