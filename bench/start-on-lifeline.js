import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * @typedef {object} Lifeline
 * @property {string} said the first thing it wrote to its standard output
 * @property {() => Promise<void>} end resolves when it and everything it started are gone
 */

/** @type {Set<() => Promise<void>>} */
const ends = new Set();

/**
 * Starts a program that waits on descriptor 3, a pipe whose other end only this process holds: the program ends with
 * this process, however that ends, kill -9 included. Resolves when the program has written something.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ argv0?: string, input?: string, signal: AbortSignal }} options
 * @returns {Promise<Lifeline>}
 */
export async function startOnLifeline(command, args, { argv0 = command, input = '', signal }) {
  signal.throwIfAborted();
  const child = spawn(command, args, {
    argv0,
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    env: { PATH: process.env.PATH },
    cwd: '/',
    // Control-C in a terminal reaches this process only, which then ends the others in order.
    detached: true,
  });
  /** @type {Promise<unknown>} */
  const closed = new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', resolve);
  });
  const end = async () => {
    ends.delete(end);
    // Its output closes when the last process that has inherited it is gone: that is how this knows.
    child.stdout?.resume();
    /** @type {import('node:net').Socket | undefined} */ (child.stdio[3])?.destroy();
    await closed;
  };
  ends.add(end);
  child.stdin?.on('error', () => undefined).end(input);
  const said = await Promise.race([
    once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data', { signal }),
    // Not its close: what it has forked before it failed keeps its output open.
    new Promise((resolve) =>
      child.once('exit', () => resolve(undefined)).once('error', () => resolve(undefined)),
    ),
  ]);
  if (said === undefined) throw new Error(`${argv0} ended before it was ready`);
  return { said: String(said[0]).trim(), end };
}

/** Ends everything that was started on a lifeline and is still there. */
export async function endLifelines() {
  await Promise.all([...ends].map((end) => end()));
}
