import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { growthOf } from '../../bench/result-of.js';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const BENCH = join(REPOSITORY, 'bench', 'bench.js');

interface Run {
  readonly child: ChildProcess;
  /** Where its temporary directories are. */
  readonly temporary: string;
  readonly json: string;
  readonly ended: Promise<{ status: number | null; stdout: string; stderr: string }>;
}

function startBench(args: readonly string[]): Run {
  const temporary = temporaryDirectory();
  const json = join(temporaryDirectory(), 'bench.json');
  const env = { PATH: process.env.PATH, TMPDIR: temporary, NODE_OPTIONS: '--no-warnings' };
  const child = spawn(process.execPath, [BENCH, '--json', json, ...args], { env });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    texts.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    texts.stderr += chunk;
  });
  const ended = once(child, 'close').then(([status]) => ({ status, ...texts }));
  return { child, temporary, json, ended };
}

/** The processes and temporary directories of a benchmark that are there. */
function leftOvers({ child, temporary }: Run): string[] {
  const mark = `kubelet-https-audit-bench-${child.pid}`;
  const processes = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
  return [...processes, ...readdirSync(temporary)];
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the benchmark', () => {
  test('prints a table and writes it as JSON, and leaves nothing behind', async () => {
    const executable = join(REPOSITORY, 'bin', 'kubelet-https-audit.js');
    const run = startBench(['--quick', '--executable', executable]);
    const { status, stdout, stderr } = await run.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(leftOvers(run)).toEqual([]);

    expect(stdout).toMatch(/^work +command +median +quartiles +peak +against +ratio +rounds +bar$/m);
    expect(stdout).toMatch(/^\d+ processes +executable .* ps -ef \| grep .* <= 1\.5 (met|missed)$/m);
    expect(stdout).toMatch(/^60 files +executable .* grep -rl /m);
    expect(stdout.split('\n').every((line) => line.length <= 110)).toBe(true);

    const { works, growth, machine, ...rest } = JSON.parse(readFileSync(run.json, 'utf8'));
    expect(rest).toMatchObject({ runs: 2, executable, date: expect.stringMatching(/^\d{4}-/) });
    expect(machine).toMatchObject({ node: process.versions.node, loadBefore: [expect.any(Number), {}, {}] });
    expect(growth).toEqual([]);
    expect(works).toMatchObject([
      { kind: 'processes', size: 100, there: expect.any(Number), thereAfter: expect.any(Number) },
      { kind: 'files', size: 60, there: 60 },
    ]);
    expect(works[0].there).toBeGreaterThanOrEqual(works[0].started);
    const names = works.map(({ rows }: { rows: { name: string }[] }) => rows.map(({ name }) => name));
    expect(names).toEqual([
      ['executable', 'Node', 'ps -ef | grep', 'pgrep -f', 'node -e 0', 'true'],
      ['executable', 'Node', 'grep -rl', 'node -e 0', 'true'],
    ]);
    const node = works[0].rows[1];
    expect(node.comparisons.map(({ against }: { against: string }) => against)).toEqual([
      'ps -ef | grep',
      'pgrep -f',
      'node -e 0',
    ]);
    const { ratio, rounds, bar } = node.comparisons[2];
    expect(bar).toEqual({ most: 1.5, isMet: ratio <= 1.5 });
    expect(rounds.minimum).toBeLessThanOrEqual(rounds.median);
    expect(ratio).toBeCloseTo(node.milliseconds.median / works[0].rows[4].milliseconds.median);
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)('stops what it started on %s', async (signal, expected) => {
    const run = startBench(['--quick', '--runs', '999', '--only', 'processes']);
    // Its directory, an API server, eight shells and more forks: all are there.
    await until(() => leftOvers(run).length >= 20);
    run.child.kill(signal);
    const { status, stdout, stderr } = await run.ended;
    expect({ status, stdout, stderr }).toEqual({ status: expected, stdout: '', stderr: '' });
    if (signal === 'SIGKILL') await until(() => leftOvers(run).length === 0);
    expect(leftOvers(run)).toEqual([]);
    expect(existsSync(run.json)).toBe(false);
  });

  test('stops while it makes a tree', async () => {
    const run = startBench(['--only', 'files']);
    const trees = () => readdirSync(run.temporary).map((name) => join(run.temporary, name, 'tree-of-1000'));
    await until(() => trees().some((tree) => existsSync(tree)));
    run.child.kill('SIGINT');
    expect(await run.ended).toEqual({ status: 130, stdout: '', stderr: '' });
    expect(leftOvers(run)).toEqual([]);
  });

  test.each([
    { args: ['--wrong'], says: "error: Unknown option '--wrong'" },
    { args: ['more'], says: "error: Unexpected argument 'more'" },
    { args: ['--runs', '0'], says: 'error: --runs takes a number from 1 to 9999, not 0\n' },
    { args: ['--only', 'trees'], says: 'error: --only takes processes or files, not trees\n' },
    { args: ['--executable', '/none'], says: 'error: --executable: there is no /none\n' },
    { args: ['--json', '/none/bench.json'], says: 'error: --json: there is no directory /none\n' },
  ])('refuses $args', async ({ args, says }) => {
    const { status, stdout, stderr } = await startBench(args).ended;
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.slice(0, says.length)).toBe(says);
  });

  test.each([
    { many: 80, ratio: 0.8, isMet: true, further: 1.4 },
    { many: 120, ratio: 1.2, isMet: false, further: 3 },
  ])('growth: $many ms among 5,000, 20 ms among 1,000', ({ many, further, ratio, isMet }) => {
    const workOf = (size: number, median: number) => ({
      kind: 'processes' as const,
      ...{ size, there: size, thereAfter: size, started: size },
      rows: [
        {
          ...{ name: 'Node', command: '', peakMemory: null, comparisons: [] },
          milliseconds: { minimum: median, lowerQuartile: median, median, upperQuartile: median },
        },
      ],
    });
    const [growth, ...others] = growthOf([workOf(1000, 20), workOf(3000, 45), workOf(5000, many)]);
    expect(others).toEqual([]);
    expect(growth).toMatchObject({ from: 1000, to: 5000, bar: { most: 1.15, isMet } });
    expect(growth?.ratio).toBeCloseTo(ratio);
    expect(growth?.further).toBeCloseTo(further);
  });
});
