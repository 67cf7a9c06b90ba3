import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditError } from '../model/audit-error.ts';

/** How long a full pipe is waited for: 20 seconds without a byte. */
const MOST_TRIES = 2000;
const MILLISECONDS_A_TRY = 10;

export type FileIdentity = Pick<Stats, 'dev' | 'ino'>;

/** What must not be replaced: the files at these paths, and those behind the standard streams. */
export function identitiesOf(paths: readonly string[]): FileIdentity[] {
  const streams = [0, 1, 2].map((descriptor) => tried(() => fstatSync(descriptor)));
  return [...streams, ...paths.map((path) => tried(() => statSync(path)))].flatMap((stats) =>
    stats?.isFile() ? [stats] : [],
  );
}

/**
 * Writes a report so that a reader sees the old file or the new one, whole: into a hidden file beside it that then takes
 * its name. Mode, owner and links are kept; a pipe or device is written to as it is. Throws the system's error, or an
 * AuditError for a file that is one of `taken`: standard streams, and what was audited.
 */
export function writeReport(path: string, text: string, taken: readonly FileIdentity[]): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) {
    writeInto(path, text, existing);
    return;
  }
  if (existing && taken.some(({ dev, ino }) => dev === existing.dev && ino === existing.ino)) {
    throw new AuditError(`the report would replace ${path}, which is in use`, 'Give it a file of its own.');
  }
  const target = existing ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.report-${randomBytes(8).toString('hex')}`);
  try {
    writeNew(temporary, text, existing);
    renameSync(temporary, target);
  } catch (error) {
    // What cannot be removed is left; the error that led here says more.
    tried(() => unlinkSync(temporary));
    throw error;
  }
  syncDirectory(dirname(target));
}

/** What a system call gives; undefined where it fails. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return undefined;
  }
}

/** A pipe that nobody reads, or reads no more, must not make it wait for ever. */
function writeInto(path: string, text: string, stats: Stats): void {
  const wait = stats.isFIFO() ? constants.O_NONBLOCK : 0;
  const descriptor = openSync(path, constants.O_WRONLY | wait);
  try {
    const bytes = Buffer.from(text);
    let written = 0;
    let patience = MOST_TRIES;
    while (written < bytes.length) {
      try {
        written += writeSync(descriptor, bytes, written);
        patience = MOST_TRIES;
      } catch (error) {
        if (!isCode(error, 'EAGAIN') || patience === 0) throw error;
        patience -= 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MILLISECONDS_A_TRY);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

function writeNew(path: string, text: string, existing: Stats | undefined): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const descriptor = openSync(path, flags, 0o666);
  try {
    writeFileSync(descriptor, text);
    if (existing) keepOwner(descriptor, existing);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Only root can give a file to another owner. */
function keepOwner(descriptor: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    if (!isCode(error, 'EPERM')) throw error;
  }
  fchmodSync(descriptor, mode & 0o777);
}

/** Some file systems cannot sync a directory, and some directories cannot be opened; the report is there all the same. */
function syncDirectory(path: string): void {
  const descriptor = tried(() => openSync(path, constants.O_RDONLY));
  if (descriptor === undefined) return;
  tried(() => fsyncSync(descriptor));
  closeSync(descriptor);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
