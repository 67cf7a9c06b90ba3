import {
  type BigIntStats,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { AuditError } from '../model/problem.ts';
import { type FileHandle, withFileHandle } from '../replace/file-handle.ts';
import { giveTo } from '../replace/keep-attributes.ts';
import { type FileIdentity, isSame } from '../replace/with-file.ts';
import { writeFile } from '../replace/write-file.ts';
import { errnoOf, tried } from '../sources/system/errno.ts';

/** How long a full pipe is waited for: 20 seconds without a byte. */
const MAX_TRIES = 2000;
const MILLISECONDS_A_TRY = 10;

/** What must not be replaced: the files at these paths, and those that are standard streams. */
export function identitiesOf(paths: readonly string[]): FileIdentity[] {
  const streams = [0, 1, 2].map((descriptor) => tried(() => fstatSync(descriptor, { bigint: true })));
  return [...streams, ...paths.map((path) => tried(() => statSync(path, { bigint: true })))].flatMap(
    (stats) => (stats?.isFile() ? [stats] : []),
  );
}

/**
 * Replaces a file with a report, or writes it into a pipe or device. Links are followed unless another user may
 * have made them. Throws the system's error, or an AuditError, as for a file that is one of `taken`: standard streams,
 * and what was audited.
 */
export function writeReport(path: string, text: string, taken: readonly FileIdentity[]): void {
  withFileHandle(path, (file) => {
    const { directory, name, existing } = file;
    if (existing && !existing.stats.isFile()) {
      writeInto(existing.path, text, existing.stats.isFIFO());
      return;
    }
    if (existing && taken.some((each) => isSame(each, existing.stats))) {
      throw new AuditError(`the report would replace ${path}, which is in use`, 'Choose another path.');
    }
    const kept = keptStats(file);
    writeFile(directory, name, {
      content: Buffer.from(text),
      label: path,
      ...(!kept && { mode: 0o666 }),
      prepare: (descriptor) => {
        if (!kept) return;
        giveTo(descriptor, kept);
        fchmodSync(descriptor, Number(kept.mode & 0o777n));
      },
      finish: () => undefined,
    });
    // Some file systems cannot sync a directory, and some directories cannot be opened; the report is there all the same.
    tried(() => directory.sync());
  });
}

/** A report does not keep the attributes of a file that belongs to neither this user nor the owner of its directory. */
function keptStats({ existing, directoryStats }: FileHandle): BigIntStats | undefined {
  const owners = [directoryStats.uid, BigInt(process.geteuid?.() ?? 0)];
  return existing && owners.includes(existing.stats.uid) ? existing.stats : undefined;
}

/** A pipe that nobody reads, or no longer reads, must not make it wait for ever. */
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
