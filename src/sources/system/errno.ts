/** The code of a failed system call, such as ENOENT; undefined for every other error. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'errno' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? '');
}

export function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errnoOf(error) ?? '');
}

/** A failed system call in words: `permission denied`. Any other error is thrown on. */
export function errnoMessage(error: unknown): string {
  if (errnoOf(error) === undefined) throw error;
  const { message } = error as Error;
  return message.replace(/^[A-Z0-9]+: /, '').replace(/, .*$/s, '');
}

/** What a system call gives; undefined where it fails. */
export function tried<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}
