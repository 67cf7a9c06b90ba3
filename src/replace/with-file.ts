import { type BigIntStats, closeSync, constants, openSync, type Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import { withDirectory } from './directory-handle.ts';

/** What tells a file or directory from all others; numbers would not hold every inode. */
export type FileIdentity = Readonly<Pick<BigIntStats, 'dev' | 'ino'>>;

export function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

/** Whether a file belongs to root or to this user. */
export function isOwn({ uid }: Pick<Stats | BigIntStats, 'uid'>): boolean {
  return Number(uid) === 0 || Number(uid) === process.geteuid?.();
}

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens a file for reading, never through a link and never waiting, and hands its descriptor to `use`. */
export function withFile<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openSync(path, READ);
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The same for a file with that real path: no directory on the way may be a link either. */
export function withRealFile<T>(realPath: string, use: (descriptor: number) => T): T {
  return withDirectory(dirname(realPath), (directory) => withFile(directory.at(basename(realPath)), use));
}
