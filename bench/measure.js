// Makes one host or tree, runs every command on it once a round, in random order, and prints the times as JSON.
// Started by bench.js, in namespaces of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeFiles } from './make-files.js';
import { startProcesses } from './start-processes.js';

/** @typedef {{ lower: number, median: number, upper: number, peak?: number }} Measured in ms; the peak memory in MB */

const BIN = fileURLToPath(new URL('../bin/kubelet-https-audit.js', import.meta.url));
const TIME = existsSync('/usr/bin/time') ? ['/usr/bin/time', '--format=%M'] : [];
/** Everything that is made is here, and goes with the namespace. */
const DIRECTORY = '/dev/shm';

const [work = '', rounds, executable = ''] = process.argv.slice(2);
const isLive = work.endsWith('processes');
run(['mount', '-t', 'tmpfs', 'tmpfs', DIRECTORY]);
const servers = (isLive ? startProcesses : makeFiles)(Number.parseInt(work, 10), DIRECTORY);

const audits = [[executable], [process.execPath, BIN]].map((tool) => (isLive ? tool : [...tool, DIRECTORY]));
const peaks = audits.map(peakMemory);
const commands = [
  ...audits.map((audit) => [...audit, '--quiet']),
  isLive ? ['sh', '-c', 'ps -ef | grep kube-apiserver'] : ['grep', '-rl', 'kube-apiserver', DIRECTORY],
  [process.execPath, '-e', '0'],
].map((command) => ({ command, times: /** @type {number[]} */ ([]) }));

for (let round = 0; round < Number(rounds); round += 1) {
  const places = commands.map((each) => ({ ...each, place: Math.random() }));
  for (const { command, times } of places.sort((a, b) => a.place - b.place)) {
    const start = performance.now();
    run(command);
    times.push(performance.now() - start);
  }
}
console.log(JSON.stringify(commands.map(({ times }, index) => ({ ...spreadOf(times), peak: peaks[index] }))));

/**
 * Runs an audit, and throws unless every API server passes.
 *
 * @param {readonly string[]} audit
 * @returns {number | undefined} its peak memory in MB; undefined without GNU time
 */
function peakMemory(audit) {
  const { stdout, stderr } = run([...TIME, ...audit, '--format', 'json']);
  const { status, summary } = JSON.parse(stdout);
  if (status !== 'pass' || summary.pass !== servers) {
    throw new Error(`${audit.join(' ')}: ${status}, ${summary.pass} of ${servers} API servers pass`);
  }
  return TIME.length > 0 ? (Number(stderr) * 1024) / 1e6 : undefined;
}

/** @param {readonly string[]} command */
function run([program = '', ...args]) {
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')}: ${status ?? signal}\n${stderr}`);
  return { stdout, stderr };
}

/** @param {readonly number[]} times @returns {Measured} */
function spreadOf(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}
