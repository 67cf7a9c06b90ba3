import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');
const KILLS = 12;
const HIDDEN = /^\./;

/** A host whose API server fails, and where fix can be killed. */
async function host() {
  const kubelet = await startSimulatedKubelet(
    { 'kube-apiserver.yaml': FAILING },
    { relistEvery: 1000, backOff: 0 },
  );
  onTestFinished(() => kubelet.shutDown());
  const { directory, manifest } = kubelet;
  const missing: number[] = [];
  const watcher = watch(directory, () => existsSync(manifest) || missing.push(performance.now()));
  onTestFinished(() => watcher.close());
  const write = ['fix', manifest, '--write', '--backup-dir', temporaryDirectory()];
  return {
    kubelet,
    write,
    /** When the manifest was found missing after a change in its directory. */
    missing,
    content: () => readFileSync(manifest, 'utf8'),
    others: () => readdirSync(directory).filter((name) => name !== 'kube-apiserver.yaml'),
    restore: () => {
      writeFileSync(join(directory, '.restored'), FAILING);
      renameSync(join(directory, '.restored'), manifest);
    },
    /** Waits until the server runs with what this manifest says about the flag. */
    settled: async (text: string) => {
      await vi.waitFor(() => {
        expect(kubelet.log.at(-1)?.what).toBe('start');
        const commandLine = readFileSync(`/proc/${kubelet.pid()}/cmdline`, 'utf8');
        expect(commandLine.includes('--kubelet-https=false')).toBe(text === FAILING);
      }, 20_000);
    },
    /** Kills fix this many milliseconds after it has started, or has made its hidden file. */
    kill: async (since: 'start' | 'hidden file', delay: number) => {
      const [command = '', ...args] = [...COMMAND, ...write];
      const child = spawn(command, args, { stdio: 'ignore', cwd: REPOSITORY });
      const exited = once(child, 'exit');
      if (since === 'start') await sleep(delay);
      else await Promise.race([changeIn(directory, HIDDEN).then(() => sleep(delay)), exited]);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits until a file with such a name is made, replaced or removed, and returns when. */
async function changeIn(directory: string, which: RegExp): Promise<number> {
  return await new Promise((resolve) => {
    const watcher = watch(directory, (_, name) => {
      if (name === null || !which.test(name)) return;
      watcher.close();
      resolve(performance.now());
    });
    onTestFinished(() => watcher.close());
  });
}

/** What the audit concludes; which processes it sets aside may change, since what fix has started outlives it briefly. */
async function auditHost() {
  const { status, findings, problems } = parseReport((await runBin(['--format', 'json'])).stdout);
  return { status, findings, problems };
}

test('however fix is killed, a server restarts once for each change, and hidden files that are left do no harm', async () => {
  const { kubelet, write, missing, content, others, restore, settled, kill } = await host();
  const start = performance.now();
  const [hidden, renamed] = await Promise.all([
    changeIn(kubelet.directory, HIDDEN),
    changeIn(kubelet.directory, /^kube-apiserver/),
    runBin(write),
  ]);
  const wholeRun = performance.now() - start;
  let changes = 1;
  let leftovers = 0;
  // The last is killed while its hidden file is there.
  for (let count = 0; count < KILLS || (others().length === 0 && count < 10 * KILLS); count += 1) {
    if (content() === FIXED) {
      await settled(FIXED);
      restore();
      changes += 1;
    }
    await settled(FAILING);
    const before = kubelet.pid();
    const part = count < KILLS - 1 ? Math.random() : 0;
    if (count < KILLS / 3) await kill('start', part * wholeRun);
    else await kill('hidden file', part * (renamed - hidden));
    expect([FAILING, FIXED]).toContain(content());
    if (content() === FIXED) changes += 1;
    else expect(kubelet.pid()).toBe(before);
    expect(others().filter((name) => !name.startsWith('.'))).toEqual([]);
    if (others().length > 0) leftovers += 1;
  }
  expect(leftovers).toBeGreaterThan(0);
  expect(content()).toBe(FAILING);

  await settled(FAILING);
  const before = kubelet.pid();
  const report = await auditHost();
  const [leftover = ''] = others();
  const elsewhere = join(temporaryDirectory(), leftover);
  renameSync(join(kubelet.directory, leftover), elsewhere);
  expect(await auditHost()).toEqual(report);
  expect(report.status).toBe('fail');
  renameSync(elsewhere, join(kubelet.directory, leftover));
  // Longer than the kubelet needs to list its files again.
  await sleep(1200);
  expect(kubelet.pid()).toBe(before);

  const { status } = await runBin(write);
  expect(status).toBe(0);
  expect(others()).toEqual([]);
  expect(content()).toBe(FIXED);
  await settled(FIXED);
  expect(missing).toEqual([]);
  expect(kubelet.errors).toEqual([]);
  changes += 1;
  const restarts = Array.from({ length: changes }, () => ['kill', 'exit', 'start']).flat();
  expect(kubelet.log.map(({ what }) => what)).toEqual(['start', ...restarts]);
});
