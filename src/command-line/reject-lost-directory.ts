import { isAbsolute, resolve } from 'node:path';
import { AuditError } from '../model/audit-error.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';

/** Throws an AuditError where a path is relative and the current directory is not there any more. */
export function rejectLostDirectory(paths: readonly string[]): void {
  const relative = paths.find((path) => !isAbsolute(path));
  if (relative === undefined) return;
  try {
    resolve(relative);
  } catch (error) {
    const reason = errnoOf(error) === 'ENOENT' ? 'it was deleted' : errnoMessage(error);
    throw new AuditError(
      `cannot find ${relative} in the current directory: ${reason}`,
      'Change to another directory, or give absolute paths.',
    );
  }
}
