import { AuditError } from './model/problem.ts';
import { EXIT_STATUSES } from './terminal/exit-status.ts';
import { printError } from './terminal/print.ts';
import { type Ending, isStopSignal, type RoundResult } from './terminal/run-itself.ts';
import type { Terminal } from './terminal/terminal.ts';

/** The part of the time by which a pause may be shorter, so that many hosts do not all run in the same minute. */
const JITTER = 0.1;

/** Milliseconds within which a signal to both reaches this process, too. */
const SAME_SIGNAL = 200;

/**
 * Audits again and again, each time in a process of its own, so that nothing is left of a run and none can stop the others.
 * Ends at once on a signal that asks it to, with the status of the last run that was not interrupted; and after a run whose
 * report nobody reads any more, with that of this run.
 *
 * @param random a number from 0 up to 1
 */
export async function repeat(
  seconds: number,
  terminal: Terminal,
  random: () => number = Math.random,
): Promise<number> {
  const stop = terminal.stop();
  let status: number = EXIT_STATUSES.unknown.status;
  while (!stop.aborted) {
    const ending = await terminal.runItself(stop);
    // What ends both, as Ctrl-C does, may be seen to have ended the run first.
    if (isStopSignal(ending)) await terminal.sleep(SAME_SIGNAL, stop);
    if (stop.aborted) return status;
    const result = await resultOf(ending, terminal);
    status = result.status;
    if (result.isUnread) return status;
    await terminal.sleep(seconds * 1000 * (1 - JITTER * random()), stop);
  }
  return status;
}

async function resultOf(ending: Ending, terminal: Terminal): Promise<RoundResult> {
  if (typeof ending === 'object' && !(ending instanceof Error)) return ending;
  const error =
    ending instanceof Error
      ? new AuditError(`the audit cannot be started: ${ending.message}`, 'It is tried again.')
      : new AuditError(`the audit was ended by ${ending}`, 'Check its memory limit. It is tried again.');
  await printError(error, terminal);
  return { status: EXIT_STATUSES.unknown.status, isUnread: false };
}
