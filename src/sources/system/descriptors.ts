import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { errnoOf, tried } from './errno.ts';

/** O_PATH of Linux, which Node.js does not name: such a handle opens nothing, so that no device notices. */
export const O_PATH = 0o10000000;

/** Where Linux has a link to what each descriptor of this process is open on. */
export const DESCRIPTOR_PATHS = '/proc/self/fd';

const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** More than Linux allows a process: 6 MiB for arguments and environment together. */
const MAX_BYTES = 8 * 1024 * 1024;

let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * The bytes of a file such as those of /proc, a character each. A link is not followed, and no file can make it wait. Throws
 * the system's error, or UnreadableFile if it is not a regular file or does not end.
 */
export function readRegularFile(path: string): string {
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    const length = readIntoBuffer(descriptor, MAX_BYTES);
    if (length === 0 && !fstatSync(descriptor).isFile()) throw new UnreadableFile('not a regular file');
    return buffer.toString('latin1', 0, length);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * The content of an open file in a buffer that the next call reuses, if it is short and not empty. It is read from a
 * position, which no pipe, socket or terminal has; whether it is another device is for the caller to know.
 */
export function readShort(descriptor: number): Buffer | undefined {
  const length = tried(() => readSync(descriptor, buffer, 0, buffer.length, 0)) ?? 0;
  return length > 0 && length < buffer.length ? buffer.subarray(0, length) : undefined;
}

/** The rest of an open file, in a buffer that the next call reuses. Throws UnreadableFile for more than `most` bytes. */
export function readDescriptor(descriptor: number, most: number): Buffer {
  const length = readIntoBuffer(descriptor, most);
  return buffer.subarray(0, length);
}

function readIntoBuffer(descriptor: number, most: number): number {
  let length = readSync(descriptor, buffer, 0, buffer.length, null);
  while (length === buffer.length && length <= most) {
    buffer = Buffer.concat([buffer], buffer.length * 2);
    length += readSync(descriptor, buffer, length, buffer.length - length, null);
  }
  if (length > most) throw new UnreadableFile(`larger than ${most / 1024 / 1024} MiB`);
  return length;
}

export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

/** What `read` returns; undefined if the file is missing or cannot be read. Any other error is thrown on. */
export function ifReadable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (errnoOf(error) === undefined && !(error instanceof UnreadableFile)) throw error;
    return undefined;
  }
}

/** Throws the system's error. */
export function isSameDirectory(path: string, other: string): boolean {
  const [one, two] = [statSync(path), statSync(other)];
  return one.dev === two.dev && one.ino === two.ino;
}
