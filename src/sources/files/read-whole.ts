import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { encodeText } from '../system/encode-text.ts';
import { readDescriptor, UnreadableFile } from '../system/read-regular-file.ts';

/** What is larger is no file that starts an API server. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of a regular file that is not too large, in a buffer that the next call reuses. Throws the system's error, or
 * UnreadableFile, a TooLargeFile for what is larger.
 */
export function readWhole(path: string, most = MAX_BYTES): Buffer {
  const descriptor = openSync(encodeText(path), constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnreadableFile('is no regular file');
    if (stats.size > most) throw new TooLargeFile(`is larger than ${most / 1024 / 1024} MiB`);
    return readDescriptor(descriptor, most);
  } finally {
    closeSync(descriptor);
  }
}

/** A file with more bytes than are read of any. */
export class TooLargeFile extends UnreadableFile {}
