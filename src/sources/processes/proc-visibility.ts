import { readlinkSync, statfsSync } from 'node:fs';
import type { Problem } from '../../model/problem.ts';
import { readRegularFile } from '../system/descriptors.ts';
import { errnoOf, isForbidden } from '../system/errno.ts';
import { howToRead } from '../system/privileges.ts';

/** PROC_SUPER_MAGIC of linux/magic.h. */
export const PROCFS = 0x9fa0;

/** PROC_PID_INIT_INO of linux/proc_ns.h: the PID namespace of the host always has this inode. */
const FIRST_NAMESPACE = 'pid:[4026531836]';

/** Of linux/sched.h. Kernel threads are in the first PID namespace, and no process becomes one. */
const PF_KTHREAD = 0x00200000;

export interface ProcVisibility {
  /** Processes exist that this /proc does not show. */
  readonly hidden?: Problem;
  /** This /proc shows a container, not its host. */
  readonly contained?: Problem;
}

/**
 * How much of its host a mounted /proc shows. Every PID namespace has a process 1; without it, some are hidden. A copy
 * of a /proc is taken for complete.
 */
export function procVisibilityOf(proc: string, pids: ReadonlySet<number>): ProcVisibility {
  if (statfsSync(proc).type !== PROCFS) return {};
  if (!pids.has(1)) {
    return {
      hidden: {
        path: proc,
        message: 'it hides the processes of other users (mounted with hidepid)',
        hint: howToRead('process'),
      },
    };
  }
  if (mayBeHostNamespace(proc)) return {};
  return {
    contained: {
      path: proc,
      message: 'it shows the processes of a container, not those of its host',
      hint:
        'Run in the PID namespace of the host (hostPID: true in a pod, --pid=host in Docker), ' +
        'or mount the /proc of the host as DIR/proc and give --root DIR.',
    },
  };
}

/**
 * Whether a /proc is that of the first PID namespace. Its inode is only for those who may trace process 1; for others
 * process 2 tells, which there is a kernel thread. Where that may not be looked at, the other processes may not either,
 * and that is said already.
 */
export function mayBeHostNamespace(
  proc: string,
  readLink: (path: string) => string = (path) => readlinkSync(path),
  readText: (path: string) => string = (path) => readRegularFile(path),
): boolean {
  const namespace = orErrno(() => readLink(`${proc}/1/ns/pid`));
  if (typeof namespace === 'string') return namespace === FIRST_NAMESPACE;
  const stat = orErrno(() => readText(`${proc}/2/stat`));
  return typeof stat === 'string' ? isKernelThread(stat) : isForbidden(stat);
}

/** The flags are field 9 of stat. The second, in parentheses, may hold anything. */
function isKernelThread(stat: string): boolean {
  const flags = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[6]);
  return (flags & PF_KTHREAD) !== 0;
}

/** What `read` gives, or the error of the system that it throws. */
function orErrno(read: () => string): string | Error {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error) || errnoOf(error) === undefined) throw error;
    return error;
  }
}
