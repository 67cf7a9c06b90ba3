import { readlinkSync } from 'node:fs';
import type { ProcessOrigin } from '../../model/invocation.ts';
import { decodeBytes } from '../system/bytes.ts';
import { ifReadable, readRegularFile } from '../system/descriptors.ts';
import { errnoOf, isForbidden } from '../system/errno.ts';
import { parseCgroup } from './cgroup.ts';

export interface ProcessDetails extends Pick<ProcessOrigin, 'uid' | 'realUid' | 'executable' | 'cgroup'> {
  /** The executable exists, but this user may not see which one it is. */
  readonly isExecutableForbidden: true | undefined;
}

/** What the directory of a process in /proc tells, apart from its arguments. */
export function readDetails(directory: string): ProcessDetails {
  const cgroup = readText(`${directory}/cgroup`);
  return {
    ...readUids(directory),
    ...readExecutable(directory),
    ...(cgroup !== undefined && { cgroup: parseCgroup(cgroup) }),
  };
}

function readExecutable(directory: string): Pick<ProcessDetails, 'executable' | 'isExecutableForbidden'> {
  try {
    const path = decodeBytes(readlinkSync(`${directory}/exe`, 'buffer'));
    return { executable: path.replace(/ \(deleted\)$/, ''), isExecutableForbidden: undefined };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return { executable: null, isExecutableForbidden: isForbidden(error) || undefined };
  }
}

function readUids(directory: string): Pick<ProcessOrigin, 'uid' | 'realUid'> {
  const status = readText(`${directory}/status`) ?? '';
  const [, real, uid] = /^Uid:\t(\d+)\t(\d+)/m.exec(status)?.map(Number) ?? [];
  return uid === undefined ? { uid: null } : { uid, ...(real !== uid && { realUid: real }) };
}

function readText(path: string): string | undefined {
  return ifReadable(() => readRegularFile(path).toString('latin1'));
}
