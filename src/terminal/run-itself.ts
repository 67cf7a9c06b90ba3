import { spawn } from 'node:child_process';

/** How a process ended: with its exit status, by a signal, or not at all because it could not be started. */
export type Ending = number | NodeJS.Signals | Error;

/** In the environment of a run that a repeated one has started. */
const ROUND = 'KUBELET_HTTPS_AUDIT_ROUND';

export function isRound(env: Readonly<Record<string, string | undefined>>): boolean {
  return env[ROUND] !== undefined;
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
    child.once('exit', (status, signal) => resolve(status ?? signal ?? new Error('it vanished')));
  });
}

/** Aborted by the first SIGTERM or SIGINT, which then do not end the process by themselves. */
export function stopOf(process: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}
