import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly fd?: number };

/** What the tool uses of the system it runs on, passed in so that nothing else accesses it. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  name(): string;
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** The directory of backups, away from every file that starts a server. */
  backupDirectory(): string;
}

export function terminalOf(process: NodeJS.Process): Terminal {
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env: process.env,
    platform: process.platform,
    name: hostname,
    now: () => new Date(),
    sleep: (milliseconds) => setTimeout(milliseconds),
    backupDirectory: () => {
      const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
      return process.getuid?.() === 0
        ? '/var/backups/kubelet-https-audit'
        : join(state, 'kubelet-https-audit');
    },
  };
}
