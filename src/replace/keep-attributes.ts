import { existsSync, fchmodSync, fchownSync, fstatSync } from 'node:fs';
import { AuditError } from '../model/audit-error.ts';
import { errnoOf } from '../sources/system/errno.ts';
import { copyExtendedAttributes } from './copy-extended-attributes.ts';

/** There where SELinux is enabled. */
const SELINUX = '/sys/fs/selinux/enforce';

/**
 * Gives a new file the owner, mode, SELinux label and other extended attributes of the open file at `path`; its content
 * and times stay. Gives notes on what could be lost, and throws an AuditError where the file would not work as before.
 */
export function keepAttributes(from: number, to: number, path: string): string[] {
  const { mode } = fstatSync(from);
  keepOwner(from, to, path);
  const problem = copyExtendedAttributes(from, to);
  fchmodSync(to, mode & 0o7777);
  if (problem === undefined) return [];
  if (existsSync(SELINUX)) {
    throw new AuditError(
      `cannot write ${path}: its SELinux label cannot be kept: ${problem}; the file was not changed`,
      'Edit it by hand.',
    );
  }
  return [`extended attributes, if it had any, could not be kept: ${problem}`];
}

/** Only root can give a file to another owner. */
function keepOwner(from: number, to: number, path: string): void {
  const old = fstatSync(from);
  const fresh = fstatSync(to);
  if (old.uid === fresh.uid && old.gid === fresh.gid) return;
  try {
    fchownSync(to, old.uid, old.gid);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM') throw error;
    throw new AuditError(
      `cannot write ${path}: its owner and group cannot be kept; the file was not changed`,
      'Run as root.',
    );
  }
}
