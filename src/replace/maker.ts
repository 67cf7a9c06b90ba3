import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { errnoOf } from '../sources/system/errno.ts';

/** The process that made a file. */
export interface Maker {
  /** Which processes its pid and start belong to: the boot, and the namespaces of pids and of time. */
  readonly where: string;
  readonly pid: number;
  /** In ticks of the system, as /proc has it. */
  readonly startedAt: string;
}

/**
 * This process; undefined where there is no /proc, or one of another PID namespace, as in a container that has the one of
 * its host. A boot counts, or two hosts that share a directory would take each other's processes for their own.
 */
export function thisMaker(): Maker | undefined {
  try {
    // From that of the /proc to the innermost one: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    const pids = /^NSpid:\t(.*)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (pids !== String(process.pid)) return undefined;
    const where = ['/proc/self/ns/pid', '/proc/self/ns/time'].map(linkOf);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1');
    return {
      where: createHash('sha256')
        .update(JSON.stringify([boot, ...where]))
        .digest('hex')
        .slice(0, 16),
      pid: process.pid,
      startedAt: statOf(process.pid).startedAt,
    };
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Whether a process that this /proc would show is surely no more. One that may not be looked at may live. */
export function isDead({ pid, startedAt }: Maker): boolean {
  try {
    // Unlike /proc it tells of every process, even where that hides those of other users.
    process.kill(pid, 0);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return errnoOf(error) === 'ESRCH';
  }
  try {
    const stat = statOf(pid);
    return stat.startedAt !== startedAt || ['Z', 'X'].includes(stat.state);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return false;
  }
}

/** The fields after the name of the program, which may hold anything. */
function statOf(pid: number): { state: string; startedAt: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startedAt: fields[19] ?? '' };
}

/** Linux before 5.6 has no namespaces of time. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    return '';
  }
}
