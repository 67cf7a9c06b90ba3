import type { BigIntStats } from 'node:fs';

const STICKY = 0o1000n;
const GROUP_WRITABLE = 0o020n;
const WRITABLE_BY_ALL = 0o002n;

type Ownership = Pick<BigIntStats, 'uid' | 'gid' | 'mode'>;

/**
 * Whether another user may have made a link, or may exchange it: unless the link and its directory belong to root or to
 * this user, and nobody else may write to that directory. A sticky one, as /tmp, protects the links of its owners.
 */
export function isOthersLink(link: Ownership, directory: Ownership): boolean {
  if (!isOwn(link) || !isOwn(directory)) return true;
  return (directory.mode & STICKY) === 0n && isWritableByOthers(directory);
}

function isOwn({ uid }: Ownership): boolean {
  return uid === 0n || uid === BigInt(process.geteuid?.() ?? 0);
}

/** A user has a group of their own on most systems, but many run with the group of root. */
function isWritableByOthers({ gid, mode }: Ownership): boolean {
  if ((mode & WRITABLE_BY_ALL) !== 0n) return true;
  const isOwnGroup = gid !== 0n && gid === BigInt(process.getegid?.() ?? 0);
  return (mode & GROUP_WRITABLE) !== 0n && !isOwnGroup;
}
