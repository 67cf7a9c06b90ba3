import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { errnoOf, tried } from '../sources/system/errno.ts';
import type { DirectoryHandle } from './directory-handle.ts';
import { fittingName } from './names.ts';

/** Where a process is known, its pid and its start, and what tells this file from its others. */
const MARK = /\.(?<where>[0-9a-f]{16})-(?<pid>\d{1,7})-(?<startedAt>\d{1,20})\.[0-9a-f]{16}$/;

/** The name of a file that is to take another name. It says who made it, where that can be known. */
export function hiddenName(name: string): string {
  const maker = thisMaker();
  const who = maker ? `.${maker.where}-${maker.pid}-${maker.startedAt}` : '';
  return fittingName('.', name, `${who}.${randomBytes(8).toString('hex')}`);
}

/**
 * Removes the hidden files for a name that this user made in processes that are surely dead. What cannot be read or
 * removed, or is gone already, stays as it is.
 */
export function removeLeftovers(directory: DirectoryHandle, name: string): void {
  const here = thisMaker()?.where;
  if (here === undefined) return;
  for (const found of tried(() => readdirSync(directory.at('.'))) ?? []) {
    const { maker, mark } = makerOf(found) ?? {};
    if (mark === undefined || found !== fittingName('.', name, mark)) continue;
    if (maker?.where === here && isDead(maker)) tried(() => removeOwn(directory.at(found)));
  }
}

function makerOf(name: string): { maker: Maker; mark: string } | undefined {
  const { 0: mark = '', groups } = MARK.exec(name) ?? {};
  const { where, pid, startedAt } = groups ?? {};
  if (where === undefined || pid === undefined || startedAt === undefined) return undefined;
  return { maker: { where, pid: Number(pid), startedAt }, mark };
}

function removeOwn(path: string): void {
  const stats = lstatSync(path);
  if (stats.isFile() && stats.uid === process.geteuid?.()) unlinkSync(path);
}

/** The process that made a file. */
interface Maker {
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
function thisMaker(): Maker | undefined {
  return tried(() => {
    // From that of the /proc to the innermost one: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    const pids = /^NSpid:\t(.*)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (pids !== String(process.pid)) return undefined;
    const namespaces = ['/proc/self/ns/pid', '/proc/self/ns/time'].map(linkOf);
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1');
    const where = createHash('sha256').update(JSON.stringify([boot, ...namespaces]));
    const { startedAt } = statOf(process.pid);
    return { where: where.digest('hex').slice(0, 16), pid: process.pid, startedAt };
  });
}

/** Whether a process that this /proc would show is surely dead. One that may not be looked at may live. */
function isDead({ pid, startedAt }: Maker): boolean {
  try {
    // Unlike /proc it knows every process, even where that hides those of other users.
    process.kill(pid, 0);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return errnoOf(error) === 'ESRCH';
  }
  const stat = tried(() => statOf(pid));
  return stat !== undefined && (stat.startedAt !== startedAt || ['Z', 'X'].includes(stat.state));
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
