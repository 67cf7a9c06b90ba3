import { renameSync } from 'node:fs';
import type { DirectoryHandle } from './directory-handle.ts';
import { hiddenName, removeLeftovers } from './hidden-name.ts';
import { type NewContent, withNewFile } from './with-new-file.ts';

/**
 * Puts a file under a name so that a reader sees the old one or the new one, whole: it is written hidden, which a kubelet
 * does not read, and takes the name after `prepare`. What killed runs left hidden for this name is removed.
 */
export function takePlace<T>(
  directory: DirectoryHandle,
  name: string,
  fresh: NewContent,
  prepare: (descriptor: number) => T,
): T {
  removeLeftovers(directory, name);
  const hidden = directory.at(hiddenName(name));
  return withNewFile(hidden, fresh, (descriptor) => {
    const result = prepare(descriptor);
    renameSync(hidden, directory.at(name));
    return result;
  });
}
