import { AuditError } from '../model/audit-error.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'Run as root.',
  EPERM: 'Run as root; if that does not help, lsattr shows whether it is immutable, and chattr -i ends that.',
  ENOSPC: 'Make room and run it again.',
  EDQUOT: 'Make room and run it again.',
  EROFS: 'Edit it where it can be written.',
  EBUSY: 'Something may be mounted on it: edit what is mounted there.',
};

/** Does what changes nothing unless it succeeds; what the system refuses is told to people. */
export function explainFailure<T>(failure: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw new AuditError(
      `${failure}: ${errnoMessage(error)}; the file was not changed`,
      HINTS[code] ?? 'Edit it by hand.',
    );
  }
}
