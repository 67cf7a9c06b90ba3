// Makes one host or tree, runs every command on it once a round, in random order, and prints the times as JSON.
// Started by bench.js, in namespaces of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { WORKS } from './works.js';

/** @typedef {{ wall: number, processor: number }} Times medians in ms */
/** @typedef {Times & { peak?: number }} Audit the peak memory in MB */
/** @typedef {{ executable: Audit, node: Audit, other: { executable: Times, node: Times }, bareNode: Times, bareExecutable?: Times }} Measured */

const BIN = fileURLToPath(new URL('../bin/kubelet-https-audit.js', import.meta.url));
const TIME = existsSync('/usr/bin/time') ? ['/usr/bin/time', '--format=%M'] : [];
/** Everything that is made is here, and goes with the namespace. */
const DIRECTORY = '/dev/shm';
/** A command is repeated until it has run for so many milliseconds, because bash counts whole ones. */
const LONG = 60;
const MOST_REPEATS = 20;
const MOST_OUTPUT = 1e9;
/** Runs a command several times, and prints their seconds: wall, user, system. */
const TIMED = `TIMEFORMAT='%3R %3U %3S'
time for _ in $(seq "$1"); do eval "$0" >/dev/null 2>&1 || exit; done`;

const [work = '', rounds = '', executable = '', empty = ''] = process.argv.slice(2);
const { make, args, other } = /** @type {import('./works.js').Work} */ (WORKS[work.replace(/^\d+/, 'N')]);
run(['mount', '-t', 'tmpfs', 'tmpfs', DIRECTORY]);
const passing = make(Number.parseInt(work, 10), DIRECTORY);

const tools = { executable, node: `${process.execPath} ${BIN}` };
const audits = mapValues(tools, (tool) => [tool, ...args(DIRECTORY)].join(' '));
const others = mapValues(tools, (tool) => other(DIRECTORY, tool));
const bareNode = `${process.execPath} -e 0`;
for (const audit of Object.values(audits)) check(audit);
const peaks = mapValues(audits, peakMemory);

const commands = new Set([
  ...Object.values(audits),
  ...Object.values(others),
  bareNode,
  ...(empty ? [empty] : []),
]);
/** @type {Map<string, { repeats: number, times: Times[] }>} */
const measured = new Map();
for (const command of commands) measured.set(command, { repeats: repeatsOf(command), times: [] });
for (let round = 0; round < Number(rounds); round += 1) {
  for (const command of shuffled([...commands])) {
    const { repeats = 1, times } = measured.get(command) ?? {};
    times?.push(timesOf(command, repeats));
  }
}
/** @type {Measured} */
const result = {
  ...mapValues(audits, (command, tool) => ({
    ...medians(command),
    ...(peaks[tool] && { peak: peaks[tool] }),
  })),
  other: mapValues(others, medians),
  bareNode: medians(bareNode),
  ...(empty && { bareExecutable: medians(empty) }),
};
console.log(JSON.stringify(result));

/** Throws unless every API server passes. @param {string} audit */
function check(audit) {
  const { status, summary } = JSON.parse(run([...audit.split(' '), '--format', 'json']).stdout);
  if (status === (passing === 0 ? 'notapplicable' : 'pass') && summary.pass === passing) return;
  throw new Error(`${audit}: ${status}, ${summary.pass} of ${passing} API servers pass`);
}

/** @param {string} audit @returns {number | undefined} in MB; undefined without GNU time */
function peakMemory(audit) {
  if (TIME.length === 0) return undefined;
  return (Number(run([...TIME, ...audit.split(' ')]).stderr) * 1024) / 1e6;
}

/** @param {string} command */
function repeatsOf(command) {
  return Math.min(Math.ceil(LONG / timesOf(command, 1).wall), MOST_REPEATS);
}

/** @param {string} command @param {number} repeats @returns {Times} of one time */
function timesOf(command, repeats) {
  const { stderr } = run(['bash', '--norc', '-c', TIMED, command, String(repeats)], command);
  const [wall = 0, user = 0, system = 0] = stderr
    .split(' ')
    .map((seconds) => (Number(seconds) * 1000) / repeats);
  return { wall, processor: user + system };
}

/** @param {readonly string[]} command @param {string} [name] */
function run([program = '', ...args], name = [program, ...args].join(' ')) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${name}: ${status ?? signal}\n${stderr}`);
  return { stdout, stderr };
}

/** @param {string} command @returns {Times} */
function medians(command) {
  const times = measured.get(command)?.times ?? [];
  const median = (/** @type {readonly number[]} */ values) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return {
    wall: median(times.map(({ wall }) => wall)),
    processor: median(times.map(({ processor }) => processor)),
  };
}

/** @template T @param {readonly T[]} values */
function shuffled(values) {
  const placed = values.map((value) => ({ value, place: Math.random() }));
  return placed.sort((a, b) => a.place - b.place).map(({ value }) => value);
}

/**
 * @template T
 * @template V
 * @param {{ executable: T, node: T }} values
 * @param {(value: T, tool: 'executable' | 'node') => V} map
 */
function mapValues({ executable, node }, map) {
  return { executable: map(executable, 'executable'), node: map(node, 'node') };
}
