import { closeSync, constants, existsSync, fsyncSync, openSync } from 'node:fs';
import { DESCRIPTOR_PATHS, O_PATH } from '../sources/system/descriptors.ts';
import { errnoOf } from '../sources/system/errno.ts';

/** A directory that stays the same one whatever happens to its path. */
export interface DirectoryHandle {
  /** A path to what has that name in it. */
  readonly at: (name: string) => string;
  /** Makes what was created, renamed or removed in it survive a power failure. */
  readonly sync: () => void;
}

/**
 * Opens the directory with that real, absolute path and hands it to `use`. Each step starts from a descriptor, so a link
 * that was planted meanwhile is an error. Throws the system's error. Without /proc, it uses the path.
 */
export function withDirectory<T>(path: string, use: (directory: DirectoryHandle) => T): T {
  if (!existsSync(DESCRIPTOR_PATHS)) return use(handleOf(path));
  let descriptor = openSync('/', O_PATH | constants.O_DIRECTORY);
  try {
    for (const name of path.split('/').filter((part) => part !== '')) {
      const next = openSync(
        `${DESCRIPTOR_PATHS}/${descriptor}/${name}`,
        O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW,
      );
      closeSync(descriptor);
      descriptor = next;
    }
    return use(handleOf(`${DESCRIPTOR_PATHS}/${descriptor}`));
  } finally {
    closeSync(descriptor);
  }
}

/** A handle of the directory at a path that stays its own, as those of descriptors do. */
export function handleOf(path: string): DirectoryHandle {
  return { at: (name) => `${path}/${name}`, sync: () => syncDirectory(`${path}/.`) };
}

/** Some file systems cannot sync a directory; theirs are as safe as they get. */
function syncDirectory(path: string): void {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP'].includes(errnoOf(error) ?? '')) throw error;
  } finally {
    closeSync(descriptor);
  }
}
