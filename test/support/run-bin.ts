import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const BIN = fileURLToPath(new URL('../../bin/kubelet-https-audit.js', import.meta.url));
/** Set for the tests of the executable: its path. */
export const EXECUTABLE = process.env.KUBELET_HTTPS_AUDIT_EXECUTABLE;
/** The program under test and its first arguments: the executable, or Node with the built tool. */
export const COMMAND: readonly string[] = EXECUTABLE ? [EXECUTABLE] : [process.execPath, BIN];
/** Why a test about Node itself is skipped for the executable. */
export const NO_NODE = 'the executable has no Node.js';
/** Milliseconds after which the tool is killed, less than a test has. */
export const RUN_LIMIT = 200_000;
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface BinResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** A command and its arguments put before Node: setpriv, unshare. */
  readonly through?: readonly string[];
  readonly bin?: string;
  /** The directory it runs in; without it, the repository. */
  readonly cwd?: string;
}

/** Runs the built tool in an environment that holds nothing but PATH and what is given. */
export async function runBin(
  args: readonly string[],
  { stdin = '', env = {}, through = [], bin = BIN, cwd = REPOSITORY }: RunOptions = {},
): Promise<BinResult> {
  const tool = bin === BIN ? COMMAND : [process.execPath, bin];
  const [command = '', ...rest] = [...through, ...tool, ...args];
  // The executable needs nothing; what it is started through is found by PATH.
  const path = EXECUTABLE && through.length === 0 ? '' : process.env.PATH;
  const child = spawn(command, rest, {
    env: { PATH: path, ...env },
    cwd,
    timeout: RUN_LIMIT,
    killSignal: 'SIGKILL',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  // A tool that ends before it has read its input closes the pipe; that is its right.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}
