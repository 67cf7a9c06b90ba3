import type { BigIntStats } from 'node:fs';

/** What tells a file or directory from all others; numbers would not hold every inode. */
export type FileIdentity = Readonly<Pick<BigIntStats, 'dev' | 'ino'>>;

export function isSame(one: FileIdentity, other: FileIdentity): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
