import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { type FileIdentity, isSame } from '../replace/file-identity.ts';
import { takePlace } from '../replace/take-place.ts';
import { settle } from '../replace/with-new-file.ts';
import { type Place, withPlace } from '../replace/with-place.ts';
import { AuditError } from '../model/audit-error.ts';
import { errnoOf } from '../sources/system/errno.ts';

/** How long a full pipe is waited for: 20 seconds without a byte. */
const MAX_TRIES = 2000;
const MILLISECONDS_A_TRY = 10;

/** What must not be replaced: the files at these paths, and those behind the standard streams. */
export function identitiesOf(paths: readonly string[]): FileIdentity[] {
  const streams = [0, 1, 2].map((descriptor) => tried(() => fstatSync(descriptor, { bigint: true })));
  return [...streams, ...paths.map((path) => tried(() => statSync(path, { bigint: true })))].flatMap(
    (stats) => (stats?.isFile() ? [stats] : []),
  );
}

/**
 * Writes a report in the place of a file, or into a pipe or device as it is. Links are followed unless another user may
 * have made them. Throws the system's error, or an AuditError, as for a file that is one of `taken`: standard streams,
 * and what was audited.
 */
export function writeReport(path: string, text: string, taken: readonly FileIdentity[]): void {
  withPlace(path, (place) => {
    const { directory, name, existing } = place;
    if (existing && !existing.stats.isFile()) {
      writeInto(existing.path, text, existing.stats.isFIFO());
      return;
    }
    if (existing && taken.some((file) => isSame(file, existing.stats))) {
      throw new AuditError(`the report would replace ${path}, which is in use`, 'Give it a file of its own.');
    }
    const content = Buffer.from(text);
    const kept = keptStats(place);
    takePlace(directory, name, { content, ...(!kept && { mode: 0o666 }) }, (descriptor) => {
      if (kept) keepOwner(descriptor, kept);
      settle(descriptor, content, path);
    });
    // Some file systems cannot sync a directory, and some directories cannot be opened; the report is there all the same.
    tried(() => directory.sync());
  });
}

/** A file that belongs to neither this user nor the owner of its directory gives nothing to the report. */
function keptStats({ existing, directoryStats }: Place): BigIntStats | undefined {
  const owners = [directoryStats.uid, BigInt(process.geteuid?.() ?? 0)];
  return existing && owners.includes(existing.stats.uid) ? existing.stats : undefined;
}

/** What a system call gives; undefined where it fails. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** A pipe that nobody reads, or reads no more, must not make it wait for ever. */
function writeInto(path: string, text: string, isPipe: boolean): void {
  const wait = isPipe ? constants.O_NONBLOCK : 0;
  const descriptor = openSync(path, constants.O_WRONLY | wait);
  try {
    const bytes = Buffer.from(text);
    let written = 0;
    let patience = MAX_TRIES;
    while (written < bytes.length) {
      try {
        written += writeSync(descriptor, bytes, written);
        patience = MAX_TRIES;
      } catch (error) {
        if (errnoOf(error) !== 'EAGAIN' || patience === 0) throw error;
        patience -= 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MILLISECONDS_A_TRY);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Only root can give a file to another owner. */
function keepOwner(descriptor: number, { uid, gid, mode }: BigIntStats): void {
  try {
    fchownSync(descriptor, Number(uid), Number(gid));
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
  }
  fchmodSync(descriptor, Number(mode & 0o777n));
}
