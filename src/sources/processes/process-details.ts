import { readlinkSync } from 'node:fs';
import type { Cgroup, ProcessOrigin } from '../../model/invocation.ts';
import { parseCgroup } from './cgroup.ts';
import { decodeBytes } from '../system/bytes.ts';
import { errnoOf, isForbidden } from '../system/errno.ts';
import { readRegularFile, UnreadableFile } from '../system/read-regular-file.ts';

export interface ProcessDetails extends Pick<ProcessOrigin, 'uid' | 'realUid' | 'executable' | 'cgroup'> {
  /** The executable exists, and this user may not know which it is. */
  readonly isExecutableForbidden: true | undefined;
}

/** What the directory of a process in /proc says besides its arguments. */
export function readDetails(directory: string): ProcessDetails {
  const { executable, isForbidden: isUndetermined } = readExecutable(directory);
  const cgroup = readCgroup(directory);
  return {
    ...readUids(directory),
    executable,
    ...(cgroup && { cgroup }),
    isExecutableForbidden: isUndetermined || undefined,
  };
}

function readExecutable(directory: string): { executable: string | null; isForbidden: boolean } {
  try {
    const path = decodeBytes(readlinkSync(`${directory}/exe`, 'buffer')).replace(/ \(deleted\)$/, '');
    return { executable: path, isForbidden: false };
  } catch (error) {
    return { executable: nullIfNotToBeHad(error), isForbidden: isForbidden(error) };
  }
}

function readUids(directory: string): Pick<ProcessOrigin, 'uid' | 'realUid'> {
  try {
    const status = readRegularFile(`${directory}/status`).toString('latin1');
    const [, real, uid] = /^Uid:\t(\d+)\t(\d+)/m.exec(status)?.map(Number) ?? [];
    if (uid === undefined) return { uid: null };
    return { uid, ...(real !== uid && { realUid: real }) };
  } catch (error) {
    return { uid: nullIfNotToBeHad(error) };
  }
}

function readCgroup(directory: string): Cgroup | null {
  try {
    return parseCgroup(readRegularFile(`${directory}/cgroup`).toString('latin1'));
  } catch (error) {
    return nullIfNotToBeHad(error);
  }
}

/** A detail that is not there or not for this user is left open. */
function nullIfNotToBeHad(error: unknown): null {
  if (errnoOf(error) === undefined && !(error instanceof UnreadableFile)) throw error;
  return null;
}
