// Times the audit against other commands and prints a table in Markdown. Arguments, all optional: the number of rounds,
// then the hosts and trees to make, as '100 processes' or '20000 files'.
import { spawnSync } from 'node:child_process';
import { cpus, release } from 'node:os';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./measure.js').Measured} Measured */

const MEASURE = fileURLToPath(new URL('measure.js', import.meta.url));
const EXECUTABLE =
  process.env.KUBELET_HTTPS_AUDIT_EXECUTABLE ??
  fileURLToPath(new URL(`../build/kubelet-https-audit-linux-${process.arch}`, import.meta.url));

/** What runs in them sees no other process of this machine, and ends with this process, however it ends. */
const IN_NAMESPACES = [
  ...(process.getuid?.() === 0 ? [] : ['unshare', '--map-root-user']),
  ...'setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc'.split(' '),
];

const HEAD = ['work', 'executable', 'with Node.js', 'compared with', '`node -e 0`'];

const [rounds = '21', ...works] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(rounds) || !works.every((work) => /^[1-9]\d* (processes|files)$/.test(work))) {
  throw new Error(`usage: ${process.argv[1]} [ROUNDS ['NUMBER processes' | 'NUMBER files']...]`);
}
if (works.length === 0) works.push('100 processes', '1000 processes', '5000 processes', '20000 files');
printTable(works.map((work) => rowOf(work, measure(work))));

/** @param {string} work @returns {[executable: Measured, node: Measured, other: Measured, bare: Measured]} */
function measure(work) {
  const [command = '', ...args] = [...IN_NAMESPACES, process.execPath, MEASURE, work, rounds, EXECUTABLE];
  const { status, signal, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    // The measured commands get this too, and neither NODE_OPTIONS nor NODE_EXTRA_CA_CERTS.
    env: { PATH: process.env.PATH },
  });
  if (status !== 0) throw new Error(`${work}: not measured`, { cause: error ?? signal ?? status });
  return JSON.parse(stdout);
}

/** @param {string} work @param {ReturnType<typeof measure>} measured */
function rowOf(work, [executable, node, other, bare]) {
  const audit = (/** @type {Measured} */ own) =>
    `${digits(2, own.median / other.median)} ×: ${time(own)}${own.peak ? `, ${digits(2, own.peak)} MB` : ''}`;
  const name = work.endsWith('files') ? '`grep -rl`' : '`ps -ef \\| grep`';
  return [work, audit(executable), audit(node), `${name}: ${time(other)}`, time(bare)];
}

/** @param {Measured} measured */
function time({ lower, median, upper }) {
  return `${digits(3, median)} ms (${digits(3, lower)}–${digits(3, upper)})`;
}

/** @param {number} count @param {number} value */
function digits(count, value) {
  return value.toLocaleString('en', { maximumSignificantDigits: count });
}

/** @param {readonly string[][]} rows */
function printTable(rows) {
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...rows].map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  const lines = [HEAD, rule, ...rows].map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const date = new Date().toISOString().slice(0, 10);
  const [processor, ...more] = cpus();
  const machine = `${more.length + 1} × ${processor?.model}, Linux ${release()}, Node.js ${process.versions.node}`;
  const legend = `×: how many times as long as the command in "compared with". Medians of ${rounds} rounds (quartiles), peak memory.`;
  console.log([`${date}: ${machine}`, lines.join('\n'), legend].join('\n\n'));
}
