import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fillPipe } from '../support/fill-pipe.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND } from '../support/run-bin.ts';

const BAD = ['kube-apiserver', '--kubelet-https=false'];
const GOOD = ['kube-apiserver', '--kubelet-https=true'];

/** Starts the tool in a process group of its own, as a shell does. */
function start(...args: string[]) {
  const [command = '', ...rest] = [...COMMAND, ...args];
  const child = spawn(command, rest, { env: { PATH: process.env.PATH }, detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      texts[name] += chunk;
    });
  }
  /** The status, and how long it took to end. */
  const end = async (signal: NodeJS.Signals, isForGroup = false) => {
    const sentAt = performance.now();
    process.kill(isForGroup ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
    const [status] = await once(child, 'close');
    return { status, milliseconds: performance.now() - sentAt };
  };
  return { texts, end };
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
    const { ino } = statSync(metrics);
    writeFileSync(join(root, 'proc', '1', 'cmdline'), GOOD.join('\0'));
    await until(() => reportsIn(texts.stdout) === 3);
    expect(statSync(metrics).ino).not.toBe(ino);
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
