import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonReport } from '../support/fleets.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { preload } from '../support/preload.ts';
import { parseFleet } from '../support/report-schema.ts';
import { BIN, EXECUTABLE, NO_NODE, runBin } from '../support/run-bin.ts';

const MEGABYTE = 1024;
const SECOND = 1_000_000;
const REPORTS = 10_000;

/** A report of about 4 KB, as a host with 20 files read and some processes ignored writes it. */
function report(index: number, change: object = {}): string {
  const examined = {
    source: 'procfs',
    processes: 143,
    hostFiles: Array.from(
      { length: 20 },
      (_, file) => `/etc/kubernetes/manifests/a-file-of-the-host-${file}.yaml`,
    ),
    setAside: Array.from({ length: 8 }, (_, pid) => ({
      target: { kind: 'process', pid, program: 'tail', executable: '/usr/bin/tail', uid: 0, unit: null },
      reason: 'its program is tail, which is not an API server',
      more: 'x'.repeat(60),
    })),
  };
  const name = {
    auditedAt: '2025-01-31T12:00:00Z',
    cluster: `prod-eu-${Math.floor(index / 3)}`,
    host: `cp-${(index % 3) + 1}`,
  };
  return JSON.stringify({
    ...jsonReport({ example: index % 97 === 3 ? 'fail' : 'pass' }),
    ...name,
    examined,
    ...change,
  });
}

async function usageOf(args: readonly string[], stdin = '') {
  const log = join(temporaryDirectory(), 'usage');
  const result = await runBin(['merge', ...args], {
    stdin,
    env: { ...preload('log-usage'), USAGE_LOG: log },
  });
  return { ...result, ...(JSON.parse(readFileSync(log, 'utf8')) as { maxRSS: number; cpu: number }) };
}

describe('10,000 reports of 4 KB', () => {
  const lines = Array.from({ length: REPORTS }, (_, index) => report(index));

  // It takes a second of CPU; a machine that is busy or slow may have four.
  test('in one file take little time, and memory for what is printed', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    expect(lines[0]?.length).toBeGreaterThan(3500);
    const file = join(temporaryDirectory(), 'all.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    for (const [format, most] of [
      ['text', 160],
      ['json', 240],
      ['sarif', 240],
      ['html', 240],
      ['junit', 260],
    ] as const) {
      const { status, stdout, stderr, maxRSS, cpu } = await usageOf(['-f', format, file]);
      expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
      expect(maxRSS).toBeLessThan(most * MEGABYTE);
      expect(cpu).toBeLessThan(4 * SECOND);
      if (format === 'text') expect(stdout).toContain('10000 hosts: 104 failed, 9896 passed');
      else if (format === 'json') expect(parseFleet(stdout).reports).toHaveLength(REPORTS);
      else expect(stdout).toContain('prod-eu-3333');
    }
  });

  test('in as many files too', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const directory = temporaryDirectory();
    for (const [index, line] of lines.entries()) writeFileSync(join(directory, `${index}.json`), line);
    const { stdout, maxRSS, cpu } = await usageOf([directory]);
    expect(stdout).toContain('10000 hosts: 104 failed, 9896 passed');
    expect(maxRSS).toBeLessThan(220 * MEGABYTE);
    expect(cpu).toBeLessThan(5 * SECOND);
  });

  test('that are blanks for the most part need memory for the rest', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const directory = temporaryDirectory();
    const blanks = ' '.repeat(8 * 1024 * MEGABYTE);
    for (const [index, line] of lines.slice(0, 24).entries())
      writeFileSync(join(directory, `${index}.json`), line.replace('{', `{${blanks}`));
    const { status, maxRSS } = await usageOf(['-f', 'unix', directory]);
    expect(status).toBe(1);
    expect(maxRSS).toBeLessThan(180 * MEGABYTE);
  });

  test('that later ones replace need no memory', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const file = join(temporaryDirectory(), 'all.jsonl');
    const sameHost = lines.map((_, index) =>
      report(0, { auditedAt: new Date(Date.UTC(2024, 0, 1) + index).toISOString() }),
    );
    writeFileSync(file, sameHost.join('\n'));
    const { stdout, maxRSS } = await usageOf([file]);
    expect(stdout).toContain('1 host: 1 passed; 1 with older reports');
    expect(maxRSS).toBeLessThan(140 * MEGABYTE);
  });
});

test('a line of half a gigabyte is a problem with its line, and is not held', async ({ skip }) => {
  skip(Boolean(EXECUTABLE), NO_NODE);
  const log = join(temporaryDirectory(), 'usage');
  const env = { PATH: process.env.PATH, ...preload('log-usage'), USAGE_LOG: log };
  const child = spawn(process.execPath, [BIN, 'merge', '-f', 'json', '-'], { env });
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const chunk = Buffer.alloc(1024 * 1024, 'x');
  child.stdin.write('{"host":"');
  for (let count = 0; count < 512; count += 1) {
    if (!child.stdin.write(chunk)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  }
  child.stdin.end(`"}\n${report(0)}\n`);
  expect(await ended).toBe(2);
  const fleet = parseFleet(Buffer.concat(stdout).toString());
  expect(fleet.problems).toMatchObject([{ code: 'too-large', path: '-', line: 1 }]);
  expect(fleet.reports).toMatchObject([{ host: 'cp-1', line: 2 }]);
  expect(JSON.parse(readFileSync(log, 'utf8')).maxRSS).toBeLessThan(220 * MEGABYTE);
});

test('a directory is read as a whole: not what is hidden, or a pipe; other links than to files are problems', async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'sub'));
  writeFileSync(join(directory, 'a.json'), report(0));
  writeFileSync(join(directory, 'sub', 'b'), report(1));
  writeFileSync(join(directory, '.a.json.part'), '{');
  execFileSync('mkfifo', [join(directory, 'pipe')]);
  symlinkSync('/dev/zero', join(directory, 'zero'));
  symlinkSync('.', join(directory, 'loop'));
  symlinkSync('a.json', join(directory, 'link.json'));
  const { status, stdout } = await runBin(['merge', '-f', 'json', directory, join(directory, 'a.json')]);
  const { hosts, problems } = parseFleet(stdout);
  expect({ status, received: hosts.received }).toEqual({ status: 2, received: 2 });
  const paths = problems.map(({ path }: { path: string }) => path);
  expect(paths).toEqual([join(directory, 'loop'), join(directory, 'zero')]);
});

describe('a pipe that is named', () => {
  test('is read, as a shell gives it in place of a command', () => {
    const file = join(temporaryDirectory(), 'a.jsonl');
    const auditedAt = new Date().toISOString();
    writeFileSync(
      file,
      ['a', 'b'].map((host) => `${JSON.stringify(jsonReport({ host, auditedAt }))}\n`).join(''),
    );
    const words = [process.execPath, BIN, file].map((word) => JSON.stringify(word));
    const [node, bin, reports] = words;
    const command = `${node} ${bin} merge -f json <(sleep 0.2; cat ${reports}); cat ${reports} | ${node} ${bin} merge -f json /dev/stdin`;
    const stdout = execFileSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(stdout.match(/"received": 2,/g)).toHaveLength(2);
    expect(stdout).not.toContain('"code"');
  });
});
