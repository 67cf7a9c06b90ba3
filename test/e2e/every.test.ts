import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fillPipe } from '../support/fill-pipe.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND, EXECUTABLE } from '../support/run-bin.ts';

const BAD = ['kube-apiserver', '--kubelet-https=false'];
const GOOD = ['kube-apiserver', '--kubelet-https=true'];

/** Starts the tool in a process group of its own, as a shell does. */
function start(...args: string[]) {
  return startThrough([], ...args);
}

/** @param through a command and its arguments put before the tool */
function startThrough(through: readonly string[], ...args: string[]) {
  const [command = '', ...rest] = [...through, ...COMMAND, ...args];
  const child = spawn(command, rest, { env: { PATH: process.env.PATH }, detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      texts[name] += chunk;
    });
  }
  const ended = once(child, 'close');
  const send = (signal: NodeJS.Signals, isForGroup = false) =>
    process.kill(isForGroup ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
  /** The status, and how long it took to end. */
  const end = async (signal: NodeJS.Signals, isForGroup = false) => {
    const sentAt = performance.now();
    send(signal, isForGroup);
    const [status] = await ended;
    return { status, milliseconds: performance.now() - sentAt };
  };
  return { texts, send, end, ended };
}

async function until(isTrue: () => boolean): Promise<void> {
  const end = performance.now() + 30_000;
  while (!isTrue()) {
    expect(performance.now()).toBeLessThan(end);
    await sleep(20);
  }
}

function reportsIn(text: string): number {
  return text.split('\n').length - 1;
}

describe('--every', () => {
  test('audits again and again, and replaces report files each time', async () => {
    const root = hostTree([{ pid: 1, cmdline: BAD }]);
    const metrics = join(temporaryDirectory(), 'metrics.prom');
    const { texts, end } = start(
      '--root',
      root,
      '--every=1s',
      '-f',
      'jsonl',
      `--report=prometheus=${metrics}`,
    );
    await until(() => reportsIn(texts.stdout) === 1);
    // Open, so that no later file gets its number.
    const first = openSync(metrics, 'r');
    writeFileSync(join(root, 'proc', '1', 'cmdline'), GOOD.join('\0'));
    await until(() => reportsIn(texts.stdout) === 3);
    expect(statSync(metrics).ino).not.toBe(fstatSync(first).ino);
    closeSync(first);
    expect(readFileSync(metrics, 'utf8')).toMatch(/^kubelet_https_audit_status(?:\{.*\})? 0$/m);
    expect(await end('SIGTERM')).toEqual({ status: 0, milliseconds: expect.closeTo(0, -3) });
    const statuses = texts.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).exitStatus);
    expect(statuses).toEqual([1, 0, 0]);
    expect(texts.stderr).toBe('');
  });

  test.each([
    { signal: 'SIGTERM', isForGroup: false, why: 'as Kubernetes ends it' },
    { signal: 'SIGINT', isForGroup: true, why: 'as Ctrl-C does, which its audit gets as well' },
    { signal: 'SIGTERM', isForGroup: true, why: 'as systemd does' },
    { signal: 'SIGHUP', isForGroup: true, why: 'as a terminal does that is closed' },
    { signal: 'SIGHUP', isForGroup: false, why: 'which its audit does not get' },
  ] as const)('ends at once in the middle of an audit, on $signal $why', async ({ signal, isForGroup }) => {
    const root = hostTree([{ pid: 1, cmdline: BAD }]);
    const pipe = join(temporaryDirectory(), 'pipe');
    await once(spawn('mkfifo', [pipe]), 'close');
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(descriptor));
    const { texts, end } = start('--root', root, '--every=1s', '--format=jsonl', `--report=json=${pipe}`);
    await until(() => reportsIn(texts.stdout) === 1);
    fillPipe(descriptor);
    await sleep(2000);
    expect(await end(signal, isForGroup)).toEqual({ status: 1, milliseconds: expect.closeTo(0, -3) });
    expect(reportsIn(texts.stdout)).toBe(1);
  });

  test('goes on after a run that fails for a reason of its own', async () => {
    const root = hostTree([{ pid: 1, cmdline: GOOD }]);
    const { texts, end } = start('--root', root, '--every=1s', '--format=jsonl');
    await until(() => reportsIn(texts.stdout) === 1);
    rmSync(join(root, 'proc'), { recursive: true });
    await until(() => texts.stderr.split('error:').length === 3);
    expect(await end('SIGTERM')).toMatchObject({ status: 2 });
    expect(texts.stderr).toContain(`error: cannot read ${root}/proc`);
  });

  test('goes on under nohup after SIGHUP', async ({ skip }) => {
    skip(!EXECUTABLE, 'Node.js itself undoes what nohup does');
    const root = hostTree([{ pid: 1, cmdline: GOOD }]);
    const { texts, send, end } = startThrough(['nohup'], '--root', root, '--every=1s', '--format=jsonl');
    await until(() => reportsIn(texts.stdout) === 1);
    send('SIGHUP');
    await until(() => reportsIn(texts.stdout) === 3);
    expect(await end('SIGTERM')).toMatchObject({ status: 0 });
  });

  test('goes on where a report cannot be written, which is no pass', async () => {
    const root = hostTree([{ pid: 1, cmdline: GOOD }]);
    const { texts, end } = start('--root', root, '--every=1s', '--format=jsonl', '--report=json=/dev/full');
    await until(() => reportsIn(texts.stdout) === 2);
    expect(await end('SIGTERM')).toMatchObject({ status: 2 });
    expect(texts.stderr.match(/^error: .*no space/gim)?.length).toBeGreaterThan(1);
  });

  test.each([
    { argv: BAD, reader: 'head -1', status: 1, why: 'after a report or two' },
    { argv: GOOD, reader: 'true', status: 0, why: 'at the first one' },
    { argv: undefined, reader: 'true', status: 2, why: 'also where there is nothing to look at' },
  ])('ends with $status once nobody reads its reports: | $reader, $why', async ({ argv, reader, status }) => {
    const root = hostTree(argv ? [{ pid: 1, cmdline: argv }] : []);
    if (!argv) rmSync(join(root, 'proc'), { recursive: true });
    const metrics = join(temporaryDirectory(), 'metrics.prom');
    const options = ['--root', root, '--every=1s', '-f', 'jsonl', `--report=prometheus=${metrics}`];
    const script = `"$@" | ${reader}; echo "status $PIPESTATUS"`;
    const { texts, ended } = startThrough(['bash', '-c', script, 'bash'], ...options);
    await ended;
    expect(texts.stdout).toMatch(new RegExp(`^status ${status}$`, 'm'));
    expect(texts.stderr.split('error:').length).toBeLessThan(3);
    expect(readFileSync(metrics, 'utf8')).toContain('kubelet_https_audit_status');
  });

  test('goes on with --quiet, whoever reads it', async () => {
    const root = hostTree([{ pid: 1, cmdline: GOOD }]);
    const file = join(temporaryDirectory(), 'report.json');
    const { end } = startThrough(
      ['bash', '-c', 'exec "$@" > >(true)', 'bash'],
      ...['--root', root, '--every=1s', '--quiet', `--report=json=${file}`],
    );
    const times = new Set<number>();
    await until(() => times.add(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).size === 4);
    expect(await end('SIGTERM')).toMatchObject({ status: 0 });
  });

  test.each([
    { args: ['--allow-missing'], reports: 0, status: 0 },
    { args: [], reports: 2, status: 3 },
  ])('where there is no API server, with $args: $reports reports', async ({ args, reports, status }) => {
    const root = hostTree([{ pid: 1, cmdline: ['init'] }]);
    const file = join(temporaryDirectory(), 'report.json');
    const options = ['--root', root, '--every=1s', '--format=jsonl', `--report=json=${file}`, ...args];
    const { texts, end } = start(...options);
    const times = new Set<number>();
    await until(() => {
      const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
      if (time !== undefined) times.add(time);
      return times.size === 2 && reportsIn(texts.stdout) >= reports;
    });
    expect(await end('SIGTERM')).toMatchObject({ status });
    expect({ reports: reportsIn(texts.stdout), stderr: texts.stderr }).toEqual({ reports, stderr: '' });
  });
});
