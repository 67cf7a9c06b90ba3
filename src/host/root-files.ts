import { closeSync, constants, type Dirent, openSync, opendirSync, realpathSync, statfsSync } from 'node:fs';
import { decodeBytes } from '../sources/system/bytes.ts';
import { errnoOf, isMissing } from '../sources/system/errno.ts';
import { readDescriptor, UnfitFile } from '../sources/system/read-regular-file.ts';
import { inView, type RootView } from './inside-root.ts';

const MOST_BYTES = 1024 * 1024;

/** The magic numbers of file systems whose files are no files: to read some of them does something. See linux/magic.h */
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
 * leads out of it. Throws the system's error, OverBudget, or UnfitFile, also for more than `most` bytes.
 */
export function readInView(view: RootView, path: string, most = MOST_BYTES): Buffer {
  return inView(view, path, (place, { stats }) => {
    if (!stats.isFile() || PSEUDO_FILE_SYSTEMS.has(statfsSync(place).type))
      throw new UnfitFile('not a regular file');
    const size = Math.min(stats.size, most);
    view.budget?.spend({ files: 1, bytes: size });
    const descriptor = openSync(place, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const bytes = Buffer.from(readDescriptor(descriptor, most));
      view.budget?.spend({ bytes: Math.max(0, bytes.length - size) });
      const identities = view.opened?.get(path) ?? new Set();
      view.opened?.set(path, identities.add(`${stats.dev}:${stats.ino}`));
      return view.replaced?.get(path) ?? bytes;
    } finally {
      closeSync(descriptor);
    }
  });
}

/** The path by which this process reaches a file of the view, without links. Throws the system's error, OverBudget, or UnfitFile. */
export function realPathInView(view: RootView, path: string): string {
  return inView(view, path, (place) => realpathSync(place));
}

/**
 * The names in a directory, sorted as bytes are; those that are not UTF-8 as `decodeBytes` has them. Throws the system's
 * error, OverBudget, or UnfitFile.
 */
export function listInView(view: RootView, path: string): string[] {
  return inView(view, path, (place, { stats }) => {
    if (!stats.isDirectory()) throw new UnfitFile('not a directory');
    return namesIn(place, view).sort(Buffer.compare).map(decodeBytes);
  });
}

/** One after the other: a directory may have more names than there is memory for. */
function namesIn(place: string, { budget }: RootView): Buffer[] {
  // One character a byte: as UTF-8, a name that is none would be changed.
  const directory = opendirSync(place, { encoding: 'latin1', bufferSize: 256 });
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

/** Whether there is something at a path. What may not be told counts as being there. */
export function existsInView(view: RootView, path: string): boolean {
  try {
    return inView(view, path, () => true);
  } catch (error) {
    if (error instanceof UnfitFile) return true;
    if (errnoOf(error) === undefined) throw error;
    return !isMissing(error);
  }
}

/** Whether there is a regular file at a path. Throws the system's error, OverBudget, or UnfitFile. */
export function isFileInView(view: RootView, path: string): boolean {
  return inView(view, path, (_, { stats }) => stats.isFile());
}

/**
 * When a file or directory, or a link on the way to it, was last changed or put in its place, in milliseconds since 1970.
 * Throws the system's error.
 */
export function changedInView(view: RootView, path: string): number {
  return inView(view, path, (_, { stats, linksChanged }) => Math.max(stats.ctimeMs, linksChanged));
}

/** When a file was made, in milliseconds since 1970; 0 where the file system does not tell. Throws the system's error. */
export function madeInView(view: RootView, path: string): number {
  return inView(view, path, (_, { stats }) => stats.birthtimeMs);
}
