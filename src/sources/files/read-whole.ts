import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { readDescriptor, UnfitFile } from '../read-regular-file.ts';

/** What is larger is no file that starts an API server. */
const MOST = 4 * 1024 * 1024;

/**
 * The bytes of a regular file that is not too large, in a buffer that the next call reuses. Throws the system's error, or
 * UnfitFile.
 */
export function readWhole(path: string): Buffer {
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnfitFile('is no regular file');
    if (stats.size > MOST) throw new UnfitFile(`is larger than ${MOST / 1024 / 1024} MiB`);
    return readDescriptor(descriptor, MOST);
  } finally {
    closeSync(descriptor);
  }
}
