import { existsSync, readFileSync } from 'node:fs';
import { run } from './measure.js';

/** @typedef {import('./commands.js').Command} Command */

const RUNS = 3;

const TIME = ['/usr/bin/time', '/bin/time'].find((path) => existsSync(path));
const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));

const PROGRAM = `import resource, subprocess, sys
status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status)`;

/** What measures peak memory here, or why nothing does. */
export const PEAK_MEMORY_BY =
  TIME ?? PYTHON ?? 'not measured: there is neither /usr/bin/time nor /usr/bin/python3';

/**
 * The largest resident set a command, or any process it started, has had in a few runs.
 *
 * @param {Command} command
 * @param {{ output: string, signal: AbortSignal }} options
 * @returns {Promise<number | undefined>} in MB of a million bytes; undefined where nothing can measure it
 */
export async function peakMemory({ name, command, args, statuses }, { output, signal }) {
  const file = `${output}-memory`;
  const wrapper = TIME
    ? { command: TIME, before: ['-f', '%M', '-o', file] }
    : PYTHON && { command: PYTHON, before: ['-c', PROGRAM, file] };
  if (!wrapper) return undefined;
  let most = 0;
  for (let number = 0; number < RUNS; number += 1) {
    const wrapped = { name, command: wrapper.command, args: [...wrapper.before, command, ...args], statuses };
    await run(wrapped, { output, signal });
    // Before the number, time says when the status is not 0.
    const kibibytes = Number(readFileSync(file, 'utf8').trim().split('\n').at(-1));
    most = Math.max(most, kibibytes);
  }
  return (most * 1024) / 1e6;
}
