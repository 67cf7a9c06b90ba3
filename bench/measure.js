import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** @typedef {import('./commands.js').Command} Command */

const ATTEMPTS = 3;

/** All that a measured process gets: neither NODE_OPTIONS nor NODE_EXTRA_CA_CERTS, no locale. */
const ENVIRONMENT = { PATH: process.env.PATH };

/**
 * Runs every command once in every round, in random order, after a round that does not count.
 *
 * @param {readonly Command[]} commands
 * @param {{ runs: number, output: string, signal: AbortSignal }} options output: the file their output goes to
 * @returns {Promise<Map<string, number[]>>} the milliseconds of every command, by round
 */
export async function measure(commands, { runs, output, signal }) {
  /** @type {Map<string, number[]>} */
  const times = new Map(commands.map(({ name }) => [name, []]));
  for (let round = 0; round <= runs; round += 1) {
    for (const command of shuffled(commands)) {
      const { milliseconds } = await run(command, { output, signal });
      if (round > 0) times.get(command.name)?.push(milliseconds);
    }
  }
  return times;
}

/**
 * Runs a command until it has done its work, once as a rule: what else runs on this host may get in the way of an audit.
 *
 * @param {Command} command
 * @param {{ output: string, signal: AbortSignal }} options
 * @returns {Promise<{ milliseconds: number }>} of the run that has done its work
 */
export async function run(command, { output, signal }) {
  for (let attempt = 1; ; attempt += 1) {
    const { status, milliseconds } = await runOnce(command, { output, signal });
    if (status !== null && command.statuses.includes(status)) return { milliseconds };
    if (attempt === ATTEMPTS) {
      const said = readFileSync(output, 'utf8').slice(0, 1000);
      throw new Error(`${[command.command, ...command.args].join(' ')} ended with ${status}\n${said}`.trim());
    }
  }
}

/**
 * Its output goes to a file: grep may stop early where it sees that nobody reads on.
 *
 * @param {Command} command
 * @param {{ output: string, signal: AbortSignal }} options
 * @returns {Promise<{ status: number | null, milliseconds: number }>}
 */
async function runOnce({ command, args }, { output, signal }) {
  signal.throwIfAborted();
  const descriptor = openSync(output, 'w');
  try {
    return await new Promise((resolve, reject) => {
      const start = process.hrtime.bigint();
      const child = spawn(command, args, {
        stdio: ['ignore', descriptor, descriptor],
        env: ENVIRONMENT,
        detached: true,
      });
      // With what it has started.
      const kill = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
      signal.addEventListener('abort', kill, { once: true });
      child.once('error', reject);
      child.once('exit', (status) => {
        const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
        signal.removeEventListener('abort', kill);
        if (signal.aborted) reject(signal.reason);
        else resolve({ status, milliseconds });
      });
    });
  } finally {
    closeSync(descriptor);
  }
}

/** @template T @param {readonly T[]} items @returns {T[]} */
function shuffled(items) {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
