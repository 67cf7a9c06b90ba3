import { readlinkSync } from 'node:fs';
import type { ProcessOrigin } from '../../model/invocation.ts';
import { decodeBytes } from '../system/bytes.ts';
import { ifReadable, readRegularFile } from '../system/descriptors.ts';
import { errnoOf, isForbidden } from '../system/errno.ts';
import { howToRead } from '../system/privileges.ts';
import { parseCgroup } from './cgroup.ts';

export interface ProcessDetails extends Omit<ProcessOrigin, 'kind' | 'pid' | 'nestedIn'> {
  /** What to do where the executable exists, but this user may not see which one it is. */
  readonly howToSeeExecutable: string | undefined;
}

/** What the directory of a process in /proc tells, apart from its arguments. */
export function readDetails(directory: string): ProcessDetails {
  const cgroup = readText(`${directory}/cgroup`);
  return {
    ...readStatus(directory),
    ...readExecutable(directory),
    ...(cgroup !== undefined && { cgroup: parseCgroup(cgroup) }),
  };
}

function readExecutable(directory: string): Pick<ProcessDetails, 'executable' | 'howToSeeExecutable'> {
  try {
    const path = decodeBytes(readlinkSync(`${directory}/exe`, 'buffer'));
    return { executable: path.replace(/ \(deleted\)$/, ''), howToSeeExecutable: undefined };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return { executable: null, howToSeeExecutable: isForbidden(error) ? howToRead('process') : undefined };
  }
}

/** `NSpid` has the pid in each PID namespace, from that of this /proc inwards. `man proc_pid_status` */
function readStatus(directory: string): Pick<ProcessOrigin, 'uid' | 'realUid' | 'pidNamespaces'> {
  const status = readText(`${directory}/status`) ?? '';
  const [, real, uid] = /^Uid:\t(\d+)\t(\d+)/m.exec(status)?.map(Number) ?? [];
  const pids = /^NSpid:((?:\t\d+)+)$/m.exec(status)?.[1]?.split('\t').slice(1) ?? [];
  return {
    ...(uid === undefined ? { uid: null } : { uid, ...(real !== uid && { realUid: real }) }),
    ...(pids.length > 0 && { pidNamespaces: pids.length }),
  };
}

function readText(path: string): string | undefined {
  return ifReadable(() => readRegularFile(path));
}
