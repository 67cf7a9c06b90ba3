import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { mentionsFlag } from '../../model/api-server-words.ts';
import { decodeForSearch, encodePath } from '../system/bytes.ts';
import { readDescriptor, readShort, UnreadableFile } from '../system/descriptors.ts';
import { tried } from '../system/errno.ts';
import { isProse } from './broken-manifest.ts';
import { mayStartApiServer } from './worth-reading.ts';

/** So that nothing makes it wait. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** No file that starts an API server is larger. */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of a regular file, in a buffer that the next call reuses. Throws the system's error or UnreadableFile, which
 * is TooLargeFile for more than `most` bytes.
 */
export function readWhole(path: string, most = MAX_BYTES): Buffer {
  const descriptor = openSync(encodePath(path), OPEN_FLAGS);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new UnreadableFile('is not a regular file');
    if (stats.size > most) throw new TooLargeFile(`is larger than ${most / 1024 / 1024} MiB`);
    return readDescriptor(descriptor, most);
  } finally {
    closeSync(descriptor);
  }
}

/** The same for a file of a directory: most are regular and short, and only of the others it is asked what they are. */
export function readListed(path: string): Buffer {
  return shortFile(path) ?? readWhole(path);
}

/** Undefined for a link, behind which a device could be, and where anything else is to be said. */
function shortFile(path: string): Buffer | undefined {
  const descriptor = tried(() => openSync(encodePath(path), OPEN_FLAGS | constants.O_NOFOLLOW));
  if (descriptor === undefined) return undefined;
  try {
    return readShort(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export class TooLargeFile extends UnreadableFile {}

const PIECE = 1024 * 1024;

/** A word with all its escapes is shorter than this. */
const OVERLAP = 4 * 1024;

/**
 * Why a file that is too large to be read does not seem to start an API server; undefined if it may. It is searched in
 * pieces, and only until that is clear. Throws the system's error.
 */
export function whyIgnored(path: string): string | undefined {
  let beginning: string | undefined;
  let isBinary = false;
  const mayStart = withPieces(path, (pieces) => {
    const texts = function* () {
      for (const text of pieces) {
        beginning ??= text;
        isBinary ||= text.includes('\0');
        if (isBinary) return;
        yield text;
      }
    };
    return mayStartApiServer(path, texts());
  });
  if (isBinary) return 'binary';
  if (!mayStart) return 'it does not mention an API server';
  const isOther = isProse(path, beginning ?? '') && !withPieces(path, hasFlag);
  return isOther ? 'it looks like prose, a program or a log' : undefined;
}

function hasFlag(pieces: Iterable<string>): boolean {
  for (const text of pieces) if (mentionsFlag(text)) return true;
  return false;
}

function withPieces<T>(path: string, use: (pieces: Generator<string>) => T): T {
  const descriptor = openSync(encodePath(path), OPEN_FLAGS);
  try {
    return use(piecesOf(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

/** Each piece begins with the end of the one before, after the mark of UTF-16 if the file has one. */
function* piecesOf(descriptor: number): Generator<string> {
  const buffer = Buffer.alloc(PIECE);
  let mark: Buffer | undefined;
  let overlap = Buffer.alloc(0);
  for (let length = fill(descriptor, buffer); length > 0; length = fill(descriptor, buffer)) {
    const piece = buffer.subarray(0, length);
    const parts: Buffer[] = mark === undefined ? [piece] : [mark, overlap, piece];
    mark ??= /^(?:\xff\xfe|\xfe\xff)/.test(piece.toString('latin1', 0, 2))
      ? Buffer.from(piece.subarray(0, 2))
      : Buffer.alloc(0);
    yield decodeForSearch(Buffer.concat(parts));
    overlap = Buffer.from(piece.subarray(Math.max(length - OVERLAP, 0)));
  }
}

/** The number of bytes read. Only the last piece is shorter than the buffer, so that those of UTF-16 are even. */
function fill(descriptor: number, buffer: Buffer): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = readSync(descriptor, buffer, length, buffer.length - length, null);
  return length;
}
