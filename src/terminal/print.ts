import { AuditError } from '../model/audit-error.ts';
import { describeError } from './describe-error.ts';
import { EXIT_STATUSES } from './exit-status.ts';
import type { Terminal } from './terminal.ts';
import { write } from './write.ts';

/** Writes to standard output and returns the exit status, which a lost report changes. */
export async function print(
  text: string | Uint8Array,
  exitStatus: number,
  terminal: Terminal,
): Promise<number> {
  return (await deliver(text, terminal)) ? exitStatus : statusAfterLoss(exitStatus);
}

/**
 * Writes to standard output, and reports a failure on standard error. A reader that has seen enough and closes the pipe
 * is not a failure.
 */
export async function deliver(text: string | Uint8Array, terminal: Terminal): Promise<boolean> {
  const error = await write(terminal.stdout, text);
  if (error === undefined || ('code' in error && error.code === 'EPIPE')) return true;
  const failure = new AuditError(
    `cannot write to standard output: ${error.message}`,
    'The output is incomplete.',
  );
  await write(terminal.stderr, describeError(failure));
  return false;
}

/** A lost report leaves a failure a failure; everything else becomes unknown. */
export function statusAfterLoss(exitStatus: number): number {
  return exitStatus === EXIT_STATUSES.fail.status ? exitStatus : EXIT_STATUSES.unknown.status;
}
