// Measures the audit against what anybody would reach for without it: ps, pgrep, grep, and a bare Node.js.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { measureFiles, measureProcesses } from './measure-work.js';
import { parseOptions } from './parse-options.js';
import { PEAK_MEMORY_BY } from './peak-memory.js';
import { growthOf } from './result-of.js';
import { endLifelines } from './start-on-lifeline.js';
import { table } from './table.js';
import { temporaryDirectory } from './temporary-directory.js';

/** @typedef {import('./table.js').Result} Result */

const SIGNALS = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
const interruption = new AbortController();
const { signal } = interruption;

for (const [name, status] of Object.entries(SIGNALS)) {
  process.on(name, () => {
    process.exitCode = status;
    interruption.abort();
  });
}

/** @param {import('./parse-options.js').Options} options @returns {Promise<Result>} */
async function resultFor({ executable, runs, processes, files }) {
  const date = new Date().toISOString();
  const loadBefore = loadavg();
  const setting = { executable, runs, signal, directory: await temporaryDirectory({ signal }) };
  const works = [];
  for (const size of processes) works.push(await measureProcesses(size, setting));
  for (const size of files) works.push(await measureFiles(size, setting));
  const [processor] = cpus();
  return {
    date,
    machine: {
      processor: processor?.model ?? 'unknown',
      processors: cpus().length,
      kernel: release(),
      node: process.versions.node,
      loadBefore,
      loadAfter: loadavg(),
    },
    runs,
    peakMemoryBy: PEAK_MEMORY_BY,
    executable: executable ?? null,
    ...(executable === undefined && {
      leftOut: 'Left out: the executable. There is none in build/; name one with --executable.',
    }),
    works,
    growth: growthOf(works),
  };
}

/** @param {Result} result @returns {boolean} */
function isMissed({ works, growth }) {
  const rows = works.flatMap((work) => work.rows);
  return [...rows.flatMap((row) => [...row.comparisons, { bar: row.memoryBar }]), ...growth].some(
    ({ bar }) => bar?.isMet === false,
  );
}

try {
  const options = parseOptions(process.argv.slice(2));
  const result = await resultFor(options);
  process.stdout.write(table(result));
  writeFileSync(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  if (options.isStrict && isMissed(result)) process.exitCode = 1;
} catch (error) {
  if (!signal.aborted) {
    process.exitCode = 2;
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`);
  }
} finally {
  await endLifelines();
}
