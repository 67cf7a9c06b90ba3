import { fstatSync, writeSync } from 'node:fs';
import { errnoOf, tried } from '../sources/system/errno.ts';

/** What texts are written to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** Calls `done` when a text is written, with the error where that fails. */
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
}

/** The most characters that are written at once. */
export const MAX_PIECE = 64 * 1024;
const MAX_BYTES_OF_CHARACTER = 3;

interface Stream extends Output {
  on(event: 'error', listener: () => void): unknown;
  listenerCount(event: 'error'): number;
}

/** A stream that texts are written to. One listener has to stay: it reports a failure once more when it is closed. */
export function outputTo<T extends Stream>(stream: T): T {
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  return stream;
}

/**
 * A standard stream of this process. To make one takes a runtime longer than a short audit, and on a disk that fills up, that
 * of Node.js loses the rest of a text without an error: only a terminal gets one, and what does not take a text at once.
 */
export function standardOutput(descriptor: number, stream: () => Stream): Output {
  if (mayBeTerminal(descriptor)) return outputTo(stream());
  // A buffer for each piece is garbage that is collected late.
  let room: Uint8Array | undefined;
  const bytesOf = (text: string): Uint8Array => {
    if (text.length > MAX_PIECE) return Buffer.from(text);
    room ??= new Uint8Array(MAX_PIECE * MAX_BYTES_OF_CHARACTER);
    return room.subarray(0, new TextEncoder().encodeInto(text, room).written);
  };
  return {
    write(text, done = () => {}) {
      const bytes = typeof text === 'string' ? bytesOf(text) : text;
      let written = 0;
      try {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
        done();
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        if (errnoOf(error) === 'EAGAIN') outputTo(stream()).write(Buffer.from(bytes.subarray(written)), done);
        else done(error);
      }
    },
  };
}

/** The devices of Linux that are memory, such as /dev/null and /dev/full, have this major number. */
const MEMORY_DEVICES = 1;

function mayBeTerminal(descriptor: number): boolean {
  const stats = tried(() => fstatSync(descriptor));
  if (stats === undefined) return true;
  return stats.isCharacterDevice() && ((stats.rdev >> 8) & 0xfff) !== MEMORY_DEVICES;
}
