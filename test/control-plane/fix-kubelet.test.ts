import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';
import { startStandIn } from '../support/stand-in.js';
import { startDeeper } from '../support/start-deeper.ts';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');
const MALFORMED = FAILING.replace('=false', '=no');
const NAME = 'kube-apiserver.yaml';
const RESTART = ['kill', 'exit', 'start'];

type Kubelet = Awaited<ReturnType<typeof startSimulatedKubelet>>;

async function controlPlane(
  files: Readonly<Record<string, string>>,
  options: { readonly grace?: number } = {},
) {
  const kubelet = await startSimulatedKubelet(files, { relistEvery: 1500, ...options });
  onTestFinished(() => kubelet.shutDown());
  return { kubelet, path: (name: string) => join(kubelet.directory, name) };
}

function contentsOf({ directory }: Kubelet): Record<string, string> {
  const names = readdirSync(directory);
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]));
}

/** What happened to the server since it was first started. */
function restarts({ log }: Kubelet): string[] {
  return log.slice(1).map(({ what }) => what);
}

/** What two runs print alike. */
function steady(text: string, { directory }: Kubelet, backups: string): string {
  return text
    .replaceAll(directory, '/etc/kubernetes/manifests')
    .replace(/\/tmp\/kubelet-https-audit-test-\w+\/link/g, '/link')
    .replaceAll(backups, '/var/backups/kubelet-https-audit')
    .replace(/(tmp_control-plane-\w+_manifests)/g, 'etc_kubernetes_manifests')
    .replace(/\/tmp\/stand-in-\w+/g, '/usr/local/bin')
    .replace(/\.\d{8}T\d{6}Z/g, '.20261129T120000Z')
    .replace(/(\.kube-apiserver\.yaml(?:\.bak)?)\.[0-9a-f]{8}\b/g, '$1.5f0c91d2')
    .replace(/\bpid \d+/g, 'pid 4242')
    .replace(/after \d+ s/g, 'after 2 s');
}

/** Runs `fix` and keeps all that it prints in a file to be read. */
async function fix(kubelet: Kubelet, golden: string, ...args: readonly string[]) {
  const backups = temporaryDirectory();
  const where = args.includes('--write') ? ['--backup-dir', backups] : [];
  const { status, stdout, stderr } = await runBin(['fix', ...args, ...where]);
  await expect(steady(stdout + stderr, kubelet, backups)).toMatchFileSnapshot(
    join(REPOSITORY, 'test/fixtures/fix', `${golden}.txt`),
  );
  return status;
}

async function report(kubelet: Kubelet, golden: string, ...args: readonly string[]) {
  const { status, stdout } = await runBin([...args]);
  await expect(steady(stdout, kubelet, '/none')).toMatchFileSnapshot(
    join(REPOSITORY, 'test/fixtures/text/control-plane', `${golden}.txt`),
  );
  return status;
}

describe('two files for one pod', () => {
  test('the one that counts is changed alone, and the server restarts once', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING, [`${NAME}.bak`]: FAILING });
    const before = kubelet.pid();
    expect(await report(kubelet, 'two-manifests')).toBe(1);
    expect(await fix(kubelet, 'two-manifests', '--write', '--wait=30')).toBe(0);
    expect(contentsOf(kubelet)).toEqual({ [NAME]: FAILING, [`${NAME}.bak`]: FIXED });
    expect(restarts(kubelet)).toEqual(RESTART);
    expect(kubelet.pid()).not.toBe(before);
    expect(kubelet.log.at(-1)?.file).toBe(join(kubelet.directory, `${NAME}.bak`));
  });

  test('the one that is ignored is left as it is, though it has the flag and the other has not', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING, [`${NAME}.bak`]: FIXED });
    expect(await report(kubelet, 'ignored-manifest')).toBe(0);
    expect(await fix(kubelet, 'ignored-manifest', '--write', '--wait=30')).toBe(0);
    await sleep(2000);
    expect(contentsOf(kubelet)).toEqual({ [NAME]: FAILING, [`${NAME}.bak`]: FIXED });
    expect(restarts(kubelet)).toEqual([]);
  });

  test('the one that is ignored is not changed by its name, either', async () => {
    const { kubelet, path } = await controlPlane({ [NAME]: FAILING, [`${NAME}.bak`]: FIXED });
    expect(await fix(kubelet, 'ignored-manifest-named', path(NAME), '--write')).toBe(1);
    expect(await fix(kubelet, 'ignored-manifest-in-directory', kubelet.directory, '--write')).toBe(1);
    await sleep(2000);
    expect(contentsOf(kubelet)).toEqual({ [NAME]: FAILING, [`${NAME}.bak`]: FIXED });
    expect(restarts(kubelet)).toEqual([]);
  });

  test('a link to the one that is ignored is that one', async () => {
    const { kubelet, path } = await controlPlane({ [NAME]: FAILING });
    await kubelet.stop();
    symlinkSync(NAME, path(`${NAME}.bak`));
    await kubelet.start();
    const before = restarts(kubelet);
    expect(await fix(kubelet, 'ignored-manifest-by-link', '--write')).toBe(1);
    await sleep(2000);
    expect(readFileSync(path(NAME), 'utf8')).toBe(FAILING);
    expect(restarts(kubelet)).toEqual(before);
  });

  test('the one that is not needed is moved as advised, and the server runs on', async () => {
    const { kubelet, path } = await controlPlane({ [NAME]: FIXED, [`${NAME}.bak`]: FIXED });
    const before = kubelet.pid();
    await kubelet.stop();
    renameSync(path(NAME), join(temporaryDirectory(), NAME));
    await kubelet.start();
    await sleep(2000);
    expect(restarts(kubelet)).toEqual([]);
    expect(kubelet.pid()).toBe(before);
  });
});

test('a manifest that cannot be edited is not waited for', async () => {
  const { kubelet, path } = await controlPlane({ [NAME]: FAILING });
  linkSync(path(NAME), join(dirname(kubelet.directory), 'second-name'));
  const startedAt = performance.now();
  expect(await fix(kubelet, 'hard-link', '--write', '--wait=60')).toBe(1);
  expect(performance.now() - startedAt).toBeLessThan(20_000);
});

test('a manifest is known by any of its names', async () => {
  const { kubelet } = await controlPlane({ [NAME]: FAILING });
  const link = join(temporaryDirectory(), 'link');
  symlinkSync(kubelet.directory, link);
  expect(await fix(kubelet, 'by-another-name', join(link, NAME), '--write', '--wait=30')).toBe(0);
  expect(restarts(kubelet)).toEqual(RESTART);
});

test('a server that does not come back is said to be running still, with how to restore the file', async () => {
  const { kubelet } = await controlPlane({ [NAME]: FAILING }, { grace: 600_000 });
  expect(await fix(kubelet, 'not-restarted', kubelet.manifest, '--write', '--wait=1')).toBe(2);
  expect(await fix(kubelet, 'still-running', kubelet.manifest, '--write', '--wait=1')).toBe(2);
});

describe('a server beside that of the kubelet', () => {
  async function another(flags: readonly string[], uid: number) {
    const other = await startStandIn('kube-apiserver', ['--etcd-servers=x', ...flags], { uid });
    onTestFinished(other.stop);
    return other;
  }

  test('that passes does not stand for the one that has to come back', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING });
    const other = await another([], 65534);
    expect(await fix(kubelet, 'beside-one-that-passes', kubelet.manifest, '--write', '--wait=30')).toBe(0);
    expect(restarts(kubelet)).toEqual(RESTART);
    expect(kubelet.pid()).not.toBe(other.pid);
  });

  test('in a PID namespace of its own neither stands for it nor delays it', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING });
    // Two namespaces deep, as in a cluster in a container; what a kubelet starts is one deep.
    for (const flag of ['--v=2', '--kubelet-https=false']) await startDeeper(2, [flag]);
    expect(await fix(kubelet, 'beside-nested-ones', kubelet.manifest, '--write', '--wait=30')).toBe(0);
    expect(restarts(kubelet)).toEqual(RESTART);
  });

  test('that fails does not delay it', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING });
    await another(['--kubelet-https=false'], 65534);
    await another(['--kubelet-https=false'], 0);
    expect(await fix(kubelet, 'beside-one-that-fails', kubelet.manifest, '--write', '--wait=30')).toBe(0);
    expect(restarts(kubelet)).toEqual(RESTART);
  });
});

describe('without a kubelet', () => {
  /** Lets the directory be where it is looked for without a kubelet that names it; this file has its own mounts. */
  function mountUsual({ directory }: Kubelet): void {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', '/etc']);
    onTestFinished(() => void execFileSync('umount', ['/etc']));
    mkdirSync('/etc/kubernetes');
    symlinkSync(directory, '/etc/kubernetes/manifests');
  }

  test('nothing is waited for, and nothing is changed', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING });
    await kubelet.stop();
    mountUsual(kubelet);
    expect(await report(kubelet, 'no-kubelet')).toBe(1);
    expect(await fix(kubelet, 'no-kubelet-and-wait', '--write', '--wait')).toBe(2);
    expect(contentsOf(kubelet)).toEqual({ [NAME]: FAILING });
  });

  test('the file is changed, and the server runs until the kubelet is started as advised', async () => {
    const { kubelet } = await controlPlane({ [NAME]: FAILING });
    await kubelet.stop();
    mountUsual(kubelet);
    expect(await fix(kubelet, 'no-kubelet', '--write')).toBe(0);
    expect(contentsOf(kubelet)).toEqual({ [NAME]: FIXED });
    expect(restarts(kubelet)).toEqual([]);
    expect(await report(kubelet, 'fixed-without-kubelet')).toBe(1);
    await kubelet.start();
    await vi.waitFor(() => expect(restarts(kubelet)).toEqual(RESTART), 20_000);
    expect(await report(kubelet, 'fixed')).toBe(0);
  });
});

describe('a manifest whose server does not run', () => {
  test('fails for a malformed flag, with its line', async () => {
    const { kubelet } = await controlPlane({ [NAME]: MALFORMED });
    expect(kubelet.pid()).toBeUndefined();
    expect(await report(kubelet, 'malformed-and-down')).toBe(1);
  });

  test.each([
    { text: FAILING, golden: 'false-and-down', status: 1 },
    { text: FIXED, golden: 'passing-and-down', status: 2 },
  ])('is judged by its arguments: $golden', async ({ text, golden, status }) => {
    const { kubelet } = await controlPlane({ [NAME]: text });
    // The kubelet starts it again at once, and after the second time waits.
    for (let pid = kubelet.pid(); pid !== undefined; pid = kubelet.pid()) {
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(kubelet.pid()).not.toBe(pid), 20_000);
      await sleep(500);
    }
    expect(await report(kubelet, golden)).toBe(status);
  });
});
