import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  statfsSync,
} from 'node:fs';
import { join } from 'node:path';
import { AuditError } from '../model/problem.ts';
import { PROCFS } from '../sources/processes/proc-visibility.ts';
import { DESCRIPTOR_PATHS, O_PATH } from '../sources/system/descriptors.ts';
import { errnoOf } from '../sources/system/errno.ts';
import { type DirectoryHandle, handleOf } from './directory-handle.ts';
import { isOwn } from './with-file.ts';

const STICKY = 0o1000n;
const GROUP_WRITABLE = 0o020n;
const WRITABLE_BY_ALL = 0o002n;
/** As many as Linux follows. */
const MAX_LINKS = 40;

const CHOOSE = 'Name the file itself.';

/** What was opened, and a path that leads to it whatever happens to its names. */
interface Opened {
  readonly path: string;
  readonly stats: BigIntStats;
}

/** Where a file is or will be, with all links followed. */
export interface FileHandle {
  readonly directory: DirectoryHandle;
  readonly directoryStats: BigIntStats;
  readonly name: string;
  /** What has that name, if anything: never a link, except one of /proc to something without a name. */
  readonly existing: Opened | undefined;
}

type Open = (path: string, flags?: number) => Opened;

/**
 * Finds where a file is or will be and hands that to `use`. Each step starts from a descriptor, and a link that another
 * user may have made is not followed. Throws the system's error or an AuditError. Without /proc, it uses paths.
 */
export function withFileHandle<T>(path: string, use: (file: FileHandle) => T): T {
  const descriptors: number[] = [];
  const hasDescriptorPaths = existsSync(DESCRIPTOR_PATHS);
  const open: Open = (at, flags = constants.O_NOFOLLOW) => {
    if (!hasDescriptorPaths) return { path: at, stats: lstatSync(at, { bigint: true }) };
    const descriptor = openSync(at, O_PATH | flags);
    descriptors.push(descriptor);
    return {
      path: `${DESCRIPTOR_PATHS}/${descriptor}`,
      stats: fstatSync(descriptor, { bigint: true }),
    };
  };
  try {
    return use(find(path, open));
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor);
  }
}

function find(path: string, open: Open): FileHandle {
  const names = namesOf(path);
  const start = (of: string) => (of.startsWith('/') ? '/' : '.');
  let directory = open(start(path));
  let directoryPath = start(path);
  for (let links = 0; ; ) {
    const name = names.pop() ?? '';
    const at = `${directory.path}/${name}`;
    const isLast = names.length === 0;
    const found = openIfThere(at, open, isLast);
    const isLink = found?.stats.isSymbolicLink() ?? false;
    if (found && isLink) {
      links += 1;
      if (links > MAX_LINKS) throw new AuditError(`cannot write ${path}: too many links`, CHOOSE);
      if (isOthersLink(found.stats, directory.stats)) {
        throw new AuditError(
          `cannot write ${path}: ${join(directoryPath, name)} is a link that another user may have made`,
          'Name the file that it leads to, or use a directory that no other user can write to.',
        );
      }
    }
    const entry = found && isLink ? followKernelLink(path, at, directory, open) : found;
    if (isLink && entry === undefined) {
      const target = readlinkSync(at);
      names.push(...namesOf(target));
      if (target.startsWith('/')) [directory, directoryPath] = [open('/'), '/'];
    } else if (entry === undefined || isLast) {
      const handle = handleOf(directory.path);
      return { directory: handle, directoryStats: directory.stats, name, existing: entry };
    } else [directory, directoryPath] = [entry, join(directoryPath, name)];
  }
}

/** The last one first; an empty one is the directory, as after the slash of `name/`. */
function namesOf(path: string): string[] {
  return path
    .split('/')
    .filter((name, index, { length }) => name !== '' || index === length - 1)
    .reverse();
}

/** The last name of a path need not exist. */
function openIfThere(at: string, open: Open, isLast: boolean): Opened | undefined {
  try {
    return open(at);
  } catch (error) {
    if (isLast && errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Links of /proc lead to what a process has open, and what they say is not a path: `pipe:[42]`. That is undefined for a
 * regular file, which is replaced in the directory where it has its name.
 */
function followKernelLink(path: string, at: string, directory: Opened, open: Open): Opened | undefined {
  if (statfsSync(directory.path).type !== PROCFS) return undefined;
  const opened = open(at, 0);
  if (!opened.stats.isFile()) return opened;
  if (opened.stats.nlink > 0n) return undefined;
  throw new AuditError(`cannot write ${path}: the file was deleted`, CHOOSE);
}

/**
 * Whether another user may have made a link, or may exchange it: unless the link and its directory belong to root or to
 * this user, and nobody else may write to that directory. A sticky one, as /tmp, protects the links of its owners.
 */
function isOthersLink(link: BigIntStats, directory: BigIntStats): boolean {
  if (!isOwn(link) || !isOwn(directory)) return true;
  return (directory.mode & STICKY) === 0n && isWritableByOthers(directory);
}

/** A user has a group of their own on most systems, but many run with the group of root. */
function isWritableByOthers({ gid, mode }: BigIntStats): boolean {
  if ((mode & WRITABLE_BY_ALL) !== 0n) return true;
  const isOwnGroup = gid !== 0n && gid === BigInt(process.getegid?.() ?? 0);
  return (mode & GROUP_WRITABLE) !== 0n && !isOwnGroup;
}
