import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');
const MANIFEST = 'kube-apiserver.yaml';
/** Longer than a test that does not wait for it takes. */
const NEVER = 600_000;

type Options = Parameters<typeof startSimulatedKubelet>[1];

async function started(files: Readonly<Record<string, string>>, options: Options = { relistEvery: NEVER }) {
  const kubelet = await startSimulatedKubelet(files, options);
  onTestFinished(() => kubelet.shutDown());
  const path = (name: string) => join(kubelet.directory, name);
  return {
    kubelet,
    path,
    write: (name: string, text: string) => writeFileSync(path(name), text),
    /** What happened once this many things have. */
    happened: async (count: number) => {
      await vi.waitFor(() => expect(kubelet.log.length).toBeGreaterThanOrEqual(count), 20_000);
      return kubelet.log.map(({ what }) => what);
    },
  };
}

const RESTART = ['kill', 'exit', 'start'];

test('a hidden file renamed over the manifest is one restart', async () => {
  const { kubelet, path, write, happened } = await started({ [MANIFEST]: FAILING }, { relistEvery: 500 });
  const before = kubelet.pid();
  write('.new', FIXED);
  renameSync(path('.new'), path(MANIFEST));
  await happened(4);
  await sleep(700);
  expect(await happened(4)).toEqual(['start', ...RESTART]);
  expect(kubelet.pid()).not.toBe(before);
  expect(kubelet.log.map(({ pid }) => pid)).toEqual([before, before, before, kubelet.pid()]);
  const [first, , , last] = kubelet.log;
  expect(last?.uid).not.toBe(first?.uid);
  expect(last?.file).toBe(path(MANIFEST));
  const argumentsNow = readFileSync(`/proc/${kubelet.pid()}/cmdline`, 'utf8').split('\0');
  expect(argumentsNow).not.toContain('--kubelet-https=false');
  expect(argumentsNow).toContain('--insecure-port=0');
});

test('the file that is shadowed restarts the server twice when it is written', async () => {
  const { path, write, kubelet, happened } = await started(
    { [MANIFEST]: FAILING, [`${MANIFEST}.bak`]: FIXED },
    { relistEvery: 1500 },
  );
  write(MANIFEST, FAILING.replace('=false', '=F'));
  expect(await happened(7)).toEqual(['start', ...RESTART, ...RESTART]);
  const files = kubelet.log.filter(({ what }) => what === 'start').map(({ file }) => file);
  expect(files).toEqual([path(`${MANIFEST}.bak`), path(MANIFEST), path(`${MANIFEST}.bak`)]);
});

test.each([MANIFEST, `${MANIFEST}.bak`])(
  'no server runs from when one of two files for it is removed until the kubelet lists them again: %s',
  async (removed) => {
    const { kubelet, path, happened } = await started({ [MANIFEST]: FAILING, [`${MANIFEST}.bak`]: FAILING });
    rmSync(path(removed));
    await happened(3);
    await sleep(300);
    expect(await happened(3)).toEqual(['start', 'kill', 'exit']);
    await kubelet.stop();
    await kubelet.start();
    expect(await happened(4)).toEqual(['start', ...RESTART]);
  },
);

test('a file moved while the kubelet is stopped leaves the server as it is', async () => {
  const { kubelet, path } = await started({ [MANIFEST]: FAILING, [`${MANIFEST}.bak`]: FIXED });
  const before = kubelet.pid();
  await kubelet.stop();
  renameSync(path(MANIFEST), join(temporaryDirectory(), MANIFEST));
  await kubelet.start();
  expect(kubelet.pid()).toBe(before);
  expect(kubelet.log.map(({ what }) => what)).toEqual(['start']);
});

test('what is written while the kubelet is stopped takes effect when it starts', async () => {
  const { kubelet, write, happened } = await started({ [MANIFEST]: FAILING });
  const before = kubelet.pid();
  await kubelet.stop();
  write(MANIFEST, FIXED);
  process.kill(before ?? 0, 0);
  expect(kubelet.log).toHaveLength(1);
  await kubelet.start();
  expect(await happened(4)).toEqual(['start', ...RESTART]);
});

test('the old server has ended before the new one starts, and one changed back is restarted once', async () => {
  const { kubelet, write, happened } = await started(
    { [MANIFEST]: FAILING },
    { relistEvery: NEVER, grace: 400 },
  );
  write(MANIFEST, FIXED);
  await happened(2);
  write(MANIFEST, FAILING);
  expect(await happened(4)).toEqual(['start', ...RESTART]);
  expect(new Set(kubelet.log.map(({ uid }) => uid)).size).toBe(1);
  const [, kill, exit] = kubelet.log;
  expect((exit?.at ?? 0) - (kill?.at ?? 0)).toBeGreaterThan(350);
});

test('a manifest as it was before gets its uid again, and the back-off of that uid alone', async () => {
  const { kubelet, write, happened } = await started(
    { [MANIFEST]: FAILING },
    { relistEvery: NEVER, backOff: 2000 },
  );
  for (const [index, text] of [FIXED, FAILING, FIXED, FAILING].entries()) {
    write(MANIFEST, text);
    await happened(4 + 3 * index);
  }
  const starts = kubelet.log.filter(({ what }) => what === 'start').map(({ uid }) => uid);
  const [one, other] = starts;
  expect(starts).toEqual([one, other, one, other, one]);
  // Between the start of a pod and its end before that, the other ran.
  const [waitOfOther = 0, waitOfOne = 0] = [9, 12].map(
    (index) => (kubelet.log[index]?.at ?? 0) - (kubelet.log[index - 4]?.at ?? 0),
  );
  expect(waitOfOther).toBeLessThan(1990);
  expect(waitOfOne).toBeGreaterThanOrEqual(1990);
});

test('a server that refuses its arguments is started again with back-off, until the manifest is another', async () => {
  const { kubelet, write, happened } = await started(
    { [MANIFEST]: FAILING.replace('=false', '=no') },
    { relistEvery: 50, backOff: 500, maxBackOff: 1000 },
  );
  expect(kubelet.pid()).toBeUndefined();
  await happened(10);
  const starts = kubelet.log.filter(({ what }) => what === 'start').map(({ at }) => at);
  const waits = starts.slice(1, 5).map((at, index) => at - (starts[index] ?? 0));
  const atLeast = [0, 499, 999, 999];
  expect(waits.map((wait, index) => wait >= (atLeast[index] ?? 0))).toEqual([true, true, true, true]);
  expect(waits[0]).toBeLessThan(499);
  write(MANIFEST, FIXED);
  await vi.waitFor(() => expect(kubelet.pid()).toBeDefined(), 20_000);
});

test.each([
  { flag: '--kubelet-https=false', minor: 18, starts: true, why: 'a bool' },
  { flag: '--kubelet-https=no', minor: 18, starts: false, why: 'not a bool' },
  { flag: '-kubelet-https=true', minor: 18, starts: false, why: 'one dash is a shorthand' },
  { flag: '--kubelet-https=false', minor: 21, starts: true, why: 'without effect, and still a flag' },
  { flag: '--kubelet-https=true', minor: 22, starts: false, why: 'the flag is gone' },
  { flag: '--v=2', minor: 22, starts: true, why: 'no use of it' },
  { flag: '--kubelet-https\n    - "false"', minor: 18, starts: true, why: 'a stray argument is ignored' },
  { flag: '--kubelet-https\n    - "false"', minor: 19, starts: false, why: 'a stray argument is refused' },
  { flag: '--etcd-prefix\n    - x', minor: 19, starts: true, why: 'the value of a flag' },
])('a server of 1.$minor with $flag: $why', async ({ flag, minor, starts }) => {
  const text = FAILING.replace('--kubelet-https=false', flag);
  const { kubelet } = await started({ [MANIFEST]: text }, { relistEvery: NEVER, minor });
  expect(kubelet.pid() !== undefined).toBe(starts);
});

test('a server that is killed is started again at once', async () => {
  const { kubelet, happened } = await started({ [MANIFEST]: FAILING });
  process.kill(kubelet.pid() ?? 0, 'SIGKILL');
  expect(await happened(3)).toEqual(['start', 'exit', 'start']);
});

test('a torn file is reported, ends the server with the next listing, and starts it when it is whole', async () => {
  const { kubelet, write, happened } = await started({ [MANIFEST]: FAILING });
  const before = kubelet.pid();
  write(MANIFEST, FIXED.slice(0, FIXED.indexOf('image:')));
  await vi.waitFor(() => expect(kubelet.errors).not.toEqual([]), 20_000);
  expect(kubelet.errors[0]).toContain("Can't process manifest file");
  expect(kubelet.pid()).toBe(before);
  await kubelet.stop();
  await kubelet.start();
  expect(await happened(3)).toEqual(['start', 'kill', 'exit']);
  write(MANIFEST, FAILING);
  expect(await happened(4)).toEqual(['start', ...RESTART]);
});
