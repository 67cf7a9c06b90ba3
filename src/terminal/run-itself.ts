import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tried } from '../sources/system/errno.ts';

/** How a round ended: by itself, by a signal, or not at all because it could not be started. */
export type Ending = RoundResult | NodeJS.Signals | Error;

export interface RoundResult {
  readonly status: number;
  /** What reads standard output has closed it. */
  readonly isUnread: boolean;
}

/** In the environment of a run that a repeated one has started. */
const ROUND = 'KUBELET_HTTPS_AUDIT_ROUND';

/** What a round that is unread adds to its exit status; no exit status is as high. */
const UNREAD = 64;

export function isRound(env: Readonly<Record<string, string | undefined>>): boolean {
  return env[ROUND] !== undefined;
}

/** What a round ends with, so that what started it knows both. */
export function exitStatusOfRound({ status, isUnread }: RoundResult): number {
  return isUnread ? UNREAD + status : status;
}

function roundResult(exitStatus: number): RoundResult {
  const isUnread = exitStatus >= UNREAD && exitStatus < 2 * UNREAD;
  return { status: isUnread ? exitStatus - UNREAD : exitStatus, isUnread };
}

/** Runs a command line again as one round, in a process of its own that does not outlive `stop`. */
export function runItself([program = '', ...args]: readonly string[], stop: AbortSignal): Promise<Ending> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, [ROUND]: '1' },
      signal: stop,
      killSignal: 'SIGKILL',
    });
    child.once('error', resolve);
    child.once('exit', (status, signal) =>
      resolve(status === null ? (signal ?? new Error('it vanished')) : roundResult(status)),
    );
  });
}

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

export function isStopSignal(ending: Ending): boolean {
  return SIGNALS.some((signal) => signal === ending);
}

/** Aborted by the first signal that asks the process to stop, which then does not end it by itself. */
export function stopOf(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) {
    if (signal !== 'SIGHUP' || !isHangUpIgnored()) process.once(signal, () => controller.abort());
  }
  return controller.signal;
}

/** As nohup has it, and Bun leaves it; Node.js does not. */
function isHangUpIgnored(): boolean {
  const status = tried(() => readFileSync('/proc/self/status', 'latin1')) ?? '';
  return /^SigIgn:\s.*[13579bdf]$/m.test(status);
}
