import { AuditError } from '../model/problem.ts';
import { errnoMessage, errnoOf } from '../sources/system/errno.ts';

const HINTS: Readonly<Record<string, string>> = {
  EACCES: 'Run as root.',
  EPERM:
    'Check with lsattr whether it is immutable, and clear that with chattr -i; if it is not, run as root.',
  ENOSPC: 'Free some space and run it again.',
  EDQUOT: 'Free some space and run it again.',
  EROFS: 'Edit it where the file system is writable.',
  EBUSY: 'If something is mounted on it, edit what is mounted there.',
};

/** The system refused something, and the file is as it was. */
export class NotChanged extends AuditError {
  override readonly name = 'NotChanged';
}

/** Does what changes nothing unless it succeeds; an error of the system becomes one for people. */
export function explainFailure<T>(failure: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const code = errnoOf(error);
    if (code === undefined) throw error;
    throw new NotChanged(
      `${failure}: ${errnoMessage(error)}; the file was not changed`,
      HINTS[code] ?? 'Check the file system.',
    );
  }
}
