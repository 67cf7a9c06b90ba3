import { closeSync, constants, type Dirent, opendirSync, openSync, realpathSync, statfsSync } from 'node:fs';
import type { ReplacedFiles } from '../model/discovery.ts';
import type { Problem } from '../model/problem.ts';
import { decodeBytes } from '../sources/system/bytes.ts';
import { readDescriptor, UnreadableFile } from '../sources/system/descriptors.ts';
import { errnoOf, isMissing } from '../sources/system/errno.ts';
import { insideRoot, type Root } from './inside-root.ts';

const MAX_BYTES = 1024 * 1024;

/** The files below a root, and what came of reading them. */
export interface RootFiles extends Root {
  /** What to read in place of the files at these paths. */
  readonly replaced: ReplacedFiles;
  /** Which files were read, as `device:inode`, by their paths: several where processes see different ones. */
  readonly opened: Map<string, Set<string>>;
  /** Who sees them, where that is one process: `the kubelet with pid 42`. */
  readonly seenBy?: string;
  /** What could not be read, for whoever asks next: see `withProblems`. */
  readonly problems: Problem[];
}

/** The magic numbers of pseudo file systems: reading some of their files has side effects. See linux/magic.h */
const PSEUDO_FILE_SYSTEMS = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x74726163, // tracefs
  0x64626720, // debugfs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0x73636673, // securityfs
  0xcafe4a11, // bpf
  0xde5e81e4, // efivarfs
]);

/**
 * The bytes of a regular file. Every link on the way is resolved inside the view, and none that is planted meanwhile
 * leads out of it. Throws the system's error, OverBudget, or UnreadableFile, also for more than `most` bytes.
 */
export function readInsideRoot(view: RootFiles, path: string, most?: number): Buffer {
  const bytes = readIfFile(view, path, most);
  if (bytes === undefined) throw new UnreadableFile('not a regular file');
  return bytes;
}

/** The same; undefined for what is not a regular file. */
export function readIfFile(view: RootFiles, path: string, most = MAX_BYTES): Buffer | undefined {
  return insideRoot(view, path, (handle, { stats }) => {
    if (!stats.isFile()) return undefined;
    if (PSEUDO_FILE_SYSTEMS.has(statfsSync(handle).type)) throw new UnreadableFile('not a regular file');
    const size = Math.min(stats.size, most);
    view.budget?.spend({ files: 1, bytes: size });
    const descriptor = openSync(handle, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.from(readDescriptor(descriptor, most));
      view.budget?.spend({ bytes: Math.max(0, bytes.length - size) });
      const identities = view.opened.get(path) ?? new Set();
      view.opened.set(path, identities.add(`${stats.dev}:${stats.ino}`));
      return view.replaced.get(path) ?? bytes;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** The path by which this process reaches a file of the view, without links. Throws the system's error, OverBudget, or UnreadableFile. */
export function realPathInsideRoot(view: Root, path: string): string {
  return insideRoot(view, path, (handle) => realpathSync(handle));
}

/**
 * The names in a directory, sorted as bytes are; those that are not UTF-8 as `decodeBytes` has them. Throws the system's
 * error, OverBudget, or UnreadableFile.
 */
export function listInsideRoot(view: Root, path: string): string[] {
  const names = listUnlessFile(view, path);
  if (names === undefined) throw new UnreadableFile('not a directory');
  return names;
}

/** The same; undefined for a regular file. */
export function listUnlessFile(view: Root, path: string): string[] | undefined {
  return insideRoot(view, path, (handle, { stats }) => {
    if (stats.isFile()) return undefined;
    if (!stats.isDirectory()) throw new UnreadableFile('not a directory');
    return namesIn(handle, view).sort(Buffer.compare).map(decodeBytes);
  });
}

/** One after the other: a directory may have more names than there is memory for. */
function namesIn(path: string, { budget }: Root): Buffer[] {
  // One character a byte: as UTF-8, a name that is none would be changed.
  const directory = opendirSync(path, { encoding: 'latin1', bufferSize: 256 });
  try {
    const names: Buffer[] = [];
    for (let entry: Dirent | null = directory.readSync(); entry !== null; entry = directory.readSync()) {
      budget?.spend({ names: 1 });
      names.push(Buffer.from(entry.name, 'latin1'));
    }
    return names;
  } finally {
    directory.closeSync();
  }
}

/** Whether there is something at a path; true as well if that is forbidden to know. */
export function existsInsideRoot(view: Root, path: string): boolean {
  try {
    return insideRoot(view, path, () => true);
  } catch (error) {
    if (error instanceof UnreadableFile) return true;
    if (errnoOf(error) === undefined) throw error;
    return !isMissing(error);
  }
}

/** What tells a file or directory from all others, whatever its path: `device:inode`. Throws the system's error, OverBudget, or UnreadableFile. */
export function identityInsideRoot(view: Root, path: string): string {
  return insideRoot(view, path, (_, { stats: { dev, ino } }) => `${dev}:${ino}`);
}

/**
 * When a file or directory, or a link on the way to it, was last changed or put in its handle, in milliseconds since 1970.
 * Throws the system's error.
 */
export function changedInsideRoot(view: Root, path: string): number {
  return insideRoot(view, path, (_, { stats, linksChanged }) => Math.max(stats.ctimeMs, linksChanged));
}

/** When a file was made, in milliseconds since 1970; 0 if the file system does not record it. Throws the system's error. */
export function madeInsideRoot(view: Root, path: string): number {
  return insideRoot(view, path, (_, { stats }) => stats.birthtimeMs);
}
