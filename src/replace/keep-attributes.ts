import { spawnSync } from 'node:child_process';
import { type BigIntStats, existsSync, fchmodSync, fchownSync, fstatSync, type Stats } from 'node:fs';
import { AuditError } from '../model/problem.ts';
import { errnoOf } from '../sources/system/errno.ts';

/** Exists where SELinux is enabled. */
const SELINUX = '/sys/fs/selinux/enforce';
/** Never found by PATH: this runs as root. Ubuntu calls it gnucp where its cp is another one. */
const CP_PATHS = ['/usr/bin/cp', '/bin/cp', '/usr/bin/gnucp'];
const GNU_CP = 'cp (GNU coreutils)';

/**
 * Gives a new file the owner, mode, SELinux label and other extended attributes of the open file at `path`; its content
 * and times stay. Returns notes on what may be lost, and throws an AuditError where the file would not work as before.
 */
export function keepAttributes(from: number, to: number, path: string): string[] {
  const stats = fstatSync(from);
  if (!giveTo(to, stats)) throw lost(path, 'its owner and group cannot be kept', 'Run as root.');
  const problem = copyExtendedAttributes(from, to);
  fchmodSync(to, stats.mode & 0o7777);
  if (problem === undefined) return [];
  if (existsSync(SELINUX)) {
    throw lost(path, `its SELinux label cannot be kept: ${problem}`, 'Edit it by hand.');
  }
  return [`extended attributes, if any, could not be kept: ${problem}`];
}

function lost(path: string, reason: string, hint: string): AuditError {
  return new AuditError(`cannot write ${path}: ${reason}; the file was not changed`, hint);
}

/** Gives an open file to an owner and group. Returns false where that needs root. */
export function giveTo(descriptor: number, { uid, gid }: Pick<Stats | BigIntStats, 'uid' | 'gid'>): boolean {
  const own = fstatSync(descriptor);
  if (own.uid === Number(uid) && own.gid === Number(gid)) return true;
  try {
    fchownSync(descriptor, Number(uid), Number(gid));
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
    return false;
  }
}

/**
 * Gives an open file the extended attributes of another one: SELinux label, ACL, capabilities. Node.js cannot; GNU cp
 * can, through the descriptors it is given. Returns the reason where they could not be kept.
 *
 * The label is copied as the attribute it is: `--preserve=context` sets it by path, and not through one of /proc.
 */
function copyExtendedAttributes(from: number, to: number): string | undefined {
  const copy = CP_PATHS.find((path) => run(path, ['--version'], []).stdout?.startsWith(GNU_CP));
  if (copy === undefined) return 'there is no GNU cp';
  const { status, stderr } = run(
    copy,
    ['--attributes-only', '--preserve=mode,ownership,xattr', '/proc/self/fd/3', '/proc/self/fd/4'],
    [from, to],
  );
  return status === 0 ? undefined : (stderr?.split('\n')[0] ?? 'GNU cp did not run');
}

function run(program: string, args: readonly string[], descriptors: readonly number[]) {
  return spawnSync(program, args, {
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
    encoding: 'utf8',
    env: {},
    cwd: '/',
  });
}
