import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');
const KILLS = 14;

/** A host whose API server fails, and where fix can be killed. */
async function host() {
  const kubelet = await startSimulatedKubelet(
    { 'kube-apiserver.yaml': FAILING },
    { relistEvery: 1000, backOff: 0 },
  );
  onTestFinished(() => kubelet.shutDown());
  const { directory, manifest } = kubelet;
  const write = ['fix', manifest, '--write', '--backup-dir', temporaryDirectory()];
  return {
    kubelet,
    write,
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
      else await Promise.race([hiddenFileIn(directory).then(() => sleep(delay)), exited]);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Waits until a hidden file is made, or an old one removed. */
async function hiddenFileIn(directory: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(directory, (_, name) => {
      if (!name?.startsWith('.')) return;
      watcher.close();
      resolve();
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
  const { kubelet, write, content, others, restore, settled, kill } = await host();
  const start = performance.now();
  await runBin(write);
  const wholeRun = performance.now() - start;
  let changes = 1;
  let leftovers = 0;
  // At the end one is to be killed while its hidden file is there.
  for (let count = 0; count < KILLS || (others().length === 0 && count < 10 * KILLS); count += 1) {
    if (content() === FIXED) {
      await settled(FIXED);
      restore();
      changes += 1;
    }
    await settled(FAILING);
    const before = kubelet.pid();
    if (count % 3 === 0) await kill('start', Math.random() * wholeRun);
    else await kill('hidden file', Math.random() * 20);
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
  expect(kubelet.errors).toEqual([]);
  changes += 1;
  const restarts = Array.from({ length: changes }, () => ['kill', 'exit', 'start']).flat();
  expect(kubelet.log.map(({ what }) => what)).toEqual(['start', ...restarts]);
});
