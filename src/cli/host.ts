import { hostname } from 'node:os';
import type { Readable, Writable } from 'node:stream';

export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly fd?: number };

/** What the tool uses of the system it runs on, handed in so that nothing else reaches for it. */
export interface Host {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  name(): string;
  now(): Date;
}

/** The streams are opened when they are first used. */
export function hostOf(process: NodeJS.Process): Host {
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
  };
}
