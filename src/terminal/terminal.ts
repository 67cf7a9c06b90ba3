import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { type Output, standardOutput } from './output.ts';
import { type Ending, runItself, stopOf } from './run-itself.ts';

/** What the tool uses of the system it runs on, passed in so that nothing else accesses it. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  name(): string;
  now(): Date;
  /** Ends early when `stop` is aborted. */
  sleep(milliseconds: number, stop?: AbortSignal): Promise<void>;
  /** Told when what reads standard output has closed it. */
  onUnread(): void;
  /** What SIGTERM, SIGINT and SIGHUP abort, in place of ending the process. */
  stop(): AbortSignal;
  /** Runs the command line of this process as one round of it, until `stop` is aborted. */
  runItself(stop: AbortSignal): Promise<Ending>;
  /** The directory of backups, away from every file that starts a server. */
  backupDirectory(): string;
}

/** @param command what starts this process, without the arguments of the tool */
export function terminalOf(
  process: NodeJS.Process,
  command: readonly string[],
  onUnread: () => void = () => {},
): Terminal {
  let stdout: Output | undefined;
  let stderr: Output | undefined;
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      stdout ??= standardOutput(1, () => process.stdout);
      return stdout;
    },
    get stderr() {
      stderr ??= standardOutput(2, () => process.stderr);
      return stderr;
    },
    env: process.env,
    platform: process.platform,
    name: hostname,
    now: () => new Date(),
    sleep: (milliseconds, stop) =>
      setTimeout(milliseconds, undefined, stop && { signal: stop }).catch((error: unknown) => {
        if (!stop?.aborted) throw error;
      }),
    onUnread,
    stop: () => stopOf(process),
    runItself: (stop) => runItself([...command, ...process.argv.slice(2)], stop),
    backupDirectory: () => {
      const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
      return process.getuid?.() === 0
        ? '/var/backups/kubelet-https-audit'
        : join(state, 'kubelet-https-audit');
    },
  };
}
