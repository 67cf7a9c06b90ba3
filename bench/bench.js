// Times the audit against other commands, and prints a table in Markdown and which bars were missed. Arguments, all
// optional: the number of rounds, then what to make, as '100 worker processes', '20000 files' or 'k3s host'.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BARS, MOST_MEMORY, WORKS } from './works.js';

/** @typedef {import('./measure.js').Measured} Measured */
/** @typedef {import('./measure.js').Times} Times */

const MEASURE = fileURLToPath(new URL('measure.js', import.meta.url));
const BUILD = fileURLToPath(new URL('../build/', import.meta.url));
const EXECUTABLE =
  process.env.KUBELET_HTTPS_AUDIT_EXECUTABLE ?? join(BUILD, `kubelet-https-audit-linux-${process.arch}`);
/** What the executable was built with. */
const RUNTIME = join(BUILD, 'runtimes', `linux-${process.arch}`, 'package/bin/bun');

/** What runs in them sees no other process of this machine, and ends with this process, however it ends. */
const IN_NAMESPACES = [
  ...(process.getuid?.() === 0 ? [] : ['unshare', '--map-root-user']),
  ...'setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc'.split(' '),
];

const HEAD = ['work', 'executable', 'with Node.js', 'compared with', '`node -e 0`', 'empty executable'];
const LEGEND =
  'Wall time / processor time, and peak memory; ×: how many times as long as what is compared with.';

const [rounds = '21', ...works] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(rounds) || !works.every((work) => WORKS[work.replace(/^[1-9]\d*/, 'N')])) {
  const names = Object.keys(WORKS).map((name) => `'${name}'`);
  throw new Error(`usage: ${process.argv[1]} [ROUNDS [${names.join(' | ')}]...]`);
}
const directory = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const empty = existsSync(RUNTIME) ? [emptyExecutable()] : [];
  const wanted = works.length > 0 ? works : Object.keys(BARS);
  const results = wanted.map((work) => ({ work, measured: measure(work, empty) }));
  printTable(results.map(({ work, measured }) => rowOf(work, measured)));
  printMissed(results.flatMap(({ work, measured }) => missedBy(work, measured)));
} finally {
  rmSync(directory, { recursive: true });
}

/** An empty program, built as scripts/build-binary.js builds the executable. */
function emptyExecutable() {
  const [source, file] = [join(directory, 'empty.cjs'), join(directory, 'empty')];
  writeFileSync(source, '');
  const options = [
    '--compile',
    '--minify',
    '--bytecode',
    '--format=cjs',
    `--compile-executable-path=${RUNTIME}`,
  ];
  execFileSync(RUNTIME, ['build', ...options, `--outfile=${file}`, source], {
    cwd: directory,
    stdio: 'ignore',
  });
  return file;
}

/** @param {string} work @param {readonly string[]} empty @returns {Measured} */
function measure(work, empty) {
  const [command = '', ...args] = [
    ...IN_NAMESPACES,
    process.execPath,
    MEASURE,
    work,
    rounds,
    EXECUTABLE,
    ...empty,
  ];
  const { status, signal, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    // The measured commands get this too, and neither NODE_OPTIONS nor NODE_EXTRA_CA_CERTS.
    env: { PATH: process.env.PATH },
  });
  if (status !== 0) throw new Error(`${work}: not measured`, { cause: error ?? signal ?? status });
  return JSON.parse(stdout);
}

/** @param {string} work @param {Measured} measured */
function rowOf(work, { executable, node, other, bareNode, bareExecutable }) {
  const { otherName = '' } = WORKS[work.replace(/^\d+/, 'N')] ?? {};
  const audit = (/** @type {Times & { peak?: number }} */ own, /** @type {Times} */ compared) => {
    const { wall, processor } = ratios(own, compared);
    return `${digits(2, wall)} / ${digits(2, processor)} ×: ${time(own)}${own.peak ? `, ${digits(2, own.peak)} MB` : ''}`;
  };
  return [
    work,
    audit(executable, other.executable),
    audit(node, other.node),
    `${otherName}: ${time(other.executable)}`,
    time(bareNode),
    bareExecutable ? time(bareExecutable) : '–',
  ];
}

/** @param {string} work @param {Measured} measured @returns {string[]} */
function missedBy(work, measured) {
  const most = MOST_MEMORY[work] ?? Number.POSITIVE_INFINITY;
  const large = /** @type {const} */ (['executable', 'node']).flatMap((tool) => {
    const { peak = 0 } = measured[tool];
    return peak > most ? [`${work}, ${tool}: ${digits(2, peak)} MB, at most ${most}`] : [];
  });
  const slow = (BARS[work] ?? []).flatMap(({ tool, of, most }) => {
    const compared = of === 'other' ? measured.other[tool] : measured.bareNode;
    const { wall, processor } = ratios(measured[tool], compared);
    if (Math.max(wall, processor) <= most) return [];
    const name = of === 'other' ? WORKS[work.replace(/^\d+/, 'N')]?.otherName : '`node -e 0`';
    return [`${work}, ${tool}: ${digits(2, wall)} / ${digits(2, processor)} × ${name}, at most ${most}`];
  });
  return [...slow, ...large];
}

/** @param {Times} own @param {Times} other */
function ratios(own, other) {
  return { wall: own.wall / other.wall, processor: own.processor / other.processor };
}

/** @param {Times} times */
function time({ wall, processor }) {
  return `${digits(3, wall)} / ${digits(3, processor)} ms`;
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
  const size = `executable of ${digits(3, statSync(EXECUTABLE).size / 1e6)} MB`;
  console.log(
    [`${date}: ${machine}, ${size}, medians of ${rounds} rounds`, lines.join('\n'), LEGEND].join('\n\n'),
  );
}

/** @param {readonly string[]} missed */
function printMissed(missed) {
  console.log(`\nBars missed: ${missed.length === 0 ? 'none' : missed.map((one) => `\n- ${one}`).join('')}`);
}
