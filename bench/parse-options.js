import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Options
 * @property {string | undefined} executable
 * @property {number} runs
 * @property {string} json
 * @property {readonly number[]} processes
 * @property {readonly number[]} files
 * @property {boolean} isStrict
 */

const DEFAULT_EXECUTABLE = fileURLToPath(
  new URL(`../build/kubelet-https-audit-linux-${process.arch}`, import.meta.url),
);

const SIZES = { processes: [100, 1000, 3000, 5000], files: [1000, 20_000], runs: 21 };
const QUICK_SIZES = { processes: [100], files: [60], runs: 2 };

/**
 * Reads the command line of the benchmark. Throws an Error that says what is wrong with it.
 *
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      executable: { type: 'string' },
      runs: { type: 'string' },
      json: { type: 'string', default: 'bench.json' },
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
    },
  });
  const { executable, runs, only } = values;
  if (executable !== undefined && !existsSync(executable)) {
    throw new Error(`--executable: there is no ${executable}`);
  }
  if (runs !== undefined && !/^[1-9]\d{0,3}$/.test(runs)) {
    throw new Error(`--runs takes a number from 1 to 9999, not ${runs}`);
  }
  if (only !== undefined && only !== 'processes' && only !== 'files') {
    throw new Error(`--only takes processes or files, not ${only}`);
  }
  if (!existsSync(dirname(resolve(values.json)))) {
    throw new Error(`--json: there is no directory ${dirname(resolve(values.json))}`);
  }
  const sizes = values.quick ? QUICK_SIZES : SIZES;
  const found = executable ?? (existsSync(DEFAULT_EXECUTABLE) ? DEFAULT_EXECUTABLE : undefined);
  return {
    executable: found === undefined ? undefined : resolve(found),
    runs: runs === undefined ? sizes.runs : Number(runs),
    json: values.json,
    processes: only === 'files' ? [] : sizes.processes,
    files: only === 'processes' ? [] : sizes.files,
    isStrict: values.strict,
  };
}
