import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Above what Linux lets a process have: 6 MiB for arguments and environment together. */
const MOST = 8 * 1024 * 1024;

let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * The content of a file such as those of /proc, in a buffer that the next call reuses. A link is not followed, and no
 * file can make it wait. Throws the system's error, or UnreadableFile where it is no regular file or has no end.
 */
export function readRegularFile(path: string): Buffer {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    const bytes = readDescriptor(descriptor, MOST);
    if (bytes.length === 0 && !fstatSync(descriptor).isFile()) throw new UnreadableFile('not a regular file');
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** What there is to read, in a buffer that the next call reuses. Throws UnreadableFile for more than `most` bytes. */
export function readDescriptor(descriptor: number, most: number): Buffer {
  let length = readSync(descriptor, buffer, 0, buffer.length, null);
  while (length === buffer.length && length <= most) {
    buffer = Buffer.concat([buffer], buffer.length * 2);
    length += readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  if (length > most) throw new UnreadableFile(`larger than ${most / 1024 / 1024} MiB`);
  return buffer.subarray(0, length);
}

/** A file that is not what its place asks for. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
