import { Readable, Writable } from 'node:stream';
import { main } from '../../src/main.ts';
import { terminalOf } from '../../src/terminal/terminal.ts';
import { type BinResult, REPOSITORY, type RunOptions } from './run-bin.ts';

interface Options extends Pick<RunOptions, 'stdin' | 'env' | 'cwd'> {
  /** What a pause is, in milliseconds; without it, a pause. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Whether standard input is a terminal. */
  readonly isTerminal?: boolean;
}

const own = terminalOf(process, []);

/** The same as runBin of run-bin.ts, with the source in this process in place of the built tool in one of its own. */
export async function runInProcess(
  args: readonly string[],
  { stdin = '', env = {}, cwd = REPOSITORY, sleep = own.sleep, isTerminal = false }: Options = {},
): Promise<BinResult> {
  const stdout = new Collector();
  const stderr = new Collector();
  const before = process.cwd();
  process.chdir(cwd);
  try {
    const status = await main(args, {
      stdin: Object.assign(Readable.from([Buffer.from(stdin)]), { isTTY: isTerminal }),
      stdout,
      stderr,
      env,
      platform: own.platform,
      name: own.name,
      now: own.now,
      sleep,
      onUnread: own.onUnread,
      stop: own.stop,
      runItself: own.runItself,
      backupDirectory: own.backupDirectory,
    });
    return { status, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.chdir(before);
  }
}

class Collector extends Writable {
  readonly #chunks: Buffer[] = [];

  override _write(chunk: Buffer, _: BufferEncoding, callback: () => void): void {
    this.#chunks.push(chunk);
    callback();
  }

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}
