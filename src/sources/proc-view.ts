import { statfsSync } from 'node:fs';
import type { Problem } from '../model/problem.ts';
import { errnoOf, isForbidden } from './errno.ts';
import { readRegularFile } from './read-regular-file.ts';

/** PROC_SUPER_MAGIC of linux/magic.h. */
export const PROCFS = 0x9fa0;

export interface ProcView {
  /** Processes exist that this /proc does not show. */
  readonly hidden?: Problem;
  /** This /proc shows a container, not its host. */
  readonly contained?: Problem;
}

/**
 * How much of its host a mounted /proc shows. Every PID namespace has a process 1, so without it some are hidden; only
 * the first namespace has the kernel's kthreadd as process 2. A copy of a /proc is taken for complete.
 */
export function procViewOf(proc: string, pids: ReadonlySet<number>): ProcView {
  if (statfsSync(proc).type !== PROCFS) return {};
  if (!pids.has(1)) {
    return {
      hidden: {
        path: proc,
        message: 'it hides the processes of other users (mounted with hidepid)',
        hint: 'Run as root.',
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

/** Where process 2 may not be looked at, the other processes may not either, and that is said already. */
function mayBeHostNamespace(proc: string): boolean {
  try {
    return readRegularFile(`${proc}/2/comm`).toString('latin1') === 'kthreadd\n';
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return isForbidden(error);
  }
}
