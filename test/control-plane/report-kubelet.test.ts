import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { AS_NOBODY, publicCopy } from '../support/as-nobody.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';
import { startStandIn } from '../support/stand-in.js';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');
const POSITIONAL = FAILING.replace('- --kubelet-https=false', '- --kubelet-https\n    - "false"');
const NAME = 'kube-apiserver.yaml';
const MANIFESTS = '/etc/kubernetes/manifests';

function ofRelease(text: string, version: string): string {
  return text.replace(/image: .*/, `image: k8s.gcr.io/kube-apiserver:v${version}`);
}

/** Lets a directory of the host be empty until the test ends; this file has its own mounts. */
function cover(directory: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', directory]);
  onTestFinished(() => void execFileSync('umount', ['-l', directory]));
}

function writeManifests(files: Readonly<Record<string, string>>, directory = MANIFESTS): void {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}

/** A kubelet by its name, whose API servers do not start. */
async function startKubelet(flag: string, cwd = '/'): Promise<void> {
  const kubelet = await startStandIn('kubelet', [flag], { cwd });
  onTestFinished(kubelet.stop);
}

/** What the audit prints, in a file to be read. */
async function report(golden: string, args: readonly string[] = [], through: readonly string[] = []) {
  const bin = through.length === 0 ? {} : { bin: publicCopy(), through };
  const { status, stdout } = await runBin([...args], bin);
  const steady = stdout
    .replace(/\/tmp\/control-plane-\w+\/manifests/g, MANIFESTS)
    .replace(/\/tmp\/stand-in-\w+/g, '/usr/local/bin')
    .replace(/\/tmp\/[\w-]+\/kube-apiserver\b/g, '/usr/local/bin/kube-apiserver')
    .replace(/\bpid \d+/g, 'pid 4242');
  await expect(steady).toMatchFileSnapshot(
    join(REPOSITORY, 'test/fixtures/text/control-plane', `${golden}.txt`),
  );
  return status;
}

beforeEach(() => {
  cover('/etc');
  cover('/var/lib');
});

describe('to another user', () => {
  /** Its own /proc for what runs through it, which shows nobody what others run. */
  const HIDEPID = [
    'unshare',
    '--mount',
    'sh',
    '-c',
    'mount -t proc -o hidepid=2 proc /proc && exec "$@"',
    'sh',
  ];

  test.each([
    { text: FAILING, golden: 'hidden-processes-and-failing', status: 1 },
    { text: FIXED, golden: 'hidden-processes-and-passing', status: 2 },
  ])('who may not see what runs: $golden', async ({ text, golden, status }) => {
    writeManifests({ [NAME]: text });
    expect(await report(golden, [], [...HIDEPID, ...AS_NOBODY])).toBe(status);
  });

  test('who may not see the files of the kubelet, which is said of no other directory', async () => {
    writeManifests({ [NAME]: FAILING });
    const kubelet = await startSimulatedKubelet({ [NAME]: FAILING }, { relistEvery: 1500 });
    onTestFinished(() => kubelet.shutDown());
    for (const path of [dirname(kubelet.directory), kubelet.directory]) chmodSync(path, 0o755);
    chmodSync(kubelet.manifest, 0o644);
    expect(await report('unseen-manifests-and-failing', [], AS_NOBODY)).toBe(1);
  });

  test('who may not see whether there is an API server at all', async () => {
    await startKubelet('--config=/var/lib/kubelet/config.yaml');
    writeManifests({ [NAME]: FAILING });
    expect(await report('unseen-configuration', [], AS_NOBODY)).toBe(2);
  });

  test('who may not read the manifests', async () => {
    writeManifests({ [NAME]: FAILING });
    chmodSync(MANIFESTS, 0o700);
    expect(await report('unreadable-manifests', [], AS_NOBODY)).toBe(2);
  });
});

describe('a manifest whose server does not run', () => {
  test.each([
    {
      text: ofRelease(FAILING.replace('=false', '=true'), '1.22.0'),
      golden: 'true-in-1.22-and-down',
      status: 2,
    },
    { text: ofRelease(POSITIONAL, '1.20.2'), golden: 'positional-in-1.20-and-down', status: 2 },
    { text: ofRelease(FAILING, '1.20.2'), golden: 'false-in-1.20-and-down', status: 1 },
  ])('says why: $golden', async ({ text, golden, status }) => {
    writeManifests({ [NAME]: text });
    await startKubelet(`--pod-manifest-path=${MANIFESTS}/`);
    expect(await report(golden)).toBe(status);
  });
});

test('three files for one pod', async () => {
  const files = { [NAME]: FAILING, [`${NAME}.bak`]: FIXED, [`${NAME}.orig`]: FAILING };
  const kubelet = await startSimulatedKubelet(files, { relistEvery: 1500 });
  onTestFinished(() => kubelet.shutDown());
  expect(await report('three-manifests')).toBe(1);
});

test('a live server has the flag, so it is not of the release that has none', async () => {
  const server = await startStandIn('kube-apiserver', ['--etcd-servers=x', '--kubelet-https=true']);
  onTestFinished(server.stop);
  expect(await report('true-in-1.22-and-live', ['--kubernetes-version=1.22'])).toBe(0);
});

describe('a cluster in a container', () => {
  /** A kubelet with the same path as that of the host, and its API server, which see another file there. */
  async function startNested(manifest: string, flag: string): Promise<void> {
    const own = temporaryDirectory();
    mkdirSync(MANIFESTS, { recursive: true });
    writeFileSync(join(own, NAME), manifest);
    for (const name of ['kubelet', 'kube-apiserver']) copyFileSync(process.execPath, join(own, name));
    const idle = join(own, 'idle.js');
    writeFileSync(idle, 'setInterval(() => {}, 1000);');
    const script = `mount --bind ${own} ${MANIFESTS} && mount -t proc proc /proc
      ${own}/kubelet '' --pod-manifest-path=${MANIFESTS} <${idle} &
      unshare --pid --fork --kill-child ${own}/kube-apiserver '' --etcd-servers=x ${flag} <${idle} &
      echo started; wait`;
    const container = spawn('unshare', ['--pid', '--fork', '--kill-child', '--mount', 'sh', '-c', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void container.kill('SIGKILL'));
    await vi.waitFor(() => expect(container.stdout.read()?.toString()).toContain('started'), 10_000);
    await sleep(1000);
  }

  test('is judged by its arguments alone, beside a host whose manifest fails', async () => {
    writeManifests({ [NAME]: FAILING });
    await startKubelet(`--pod-manifest-path=${MANIFESTS}`);
    await startNested(FIXED, '--v=1');
    expect(await report('nested-beside-failing')).toBe(1);
  });

  test('is fixed in its container', async () => {
    await startNested(FAILING, '--kubelet-https=false');
    expect(await report('nested-and-failing')).toBe(1);
  });

  test('does not lend its manifest to a host that passes', async () => {
    writeManifests({ [NAME]: FIXED });
    const kubelet = await startSimulatedKubelet({ [NAME]: FIXED }, { relistEvery: 1500 });
    onTestFinished(() => kubelet.shutDown());
    await startNested(FAILING, '--v=1');
    expect(await report('nested-manifest-fails')).toBe(0);
  });
});

describe('static pods elsewhere', () => {
  test('of a kubelet that is stopped', async () => {
    writeManifests({ [NAME]: FAILING }, '/var/lib/pods');
    mkdirSync('/var/lib/kubelet');
    writeFileSync('/var/lib/kubelet/config.yaml', 'staticPodPath: /var/lib/pods\n');
    expect(await report('stopped-kubelet-elsewhere')).toBe(1);
  });

  test.each([
    { cwd: '/var/lib', path: 'pods/', golden: 'relative-path' },
    { cwd: '/var/lib/pods', path: '.', golden: 'relative-path' },
  ])('of a kubelet whose path is relative: $path in $cwd', async ({ cwd, path, golden }) => {
    writeManifests({ [NAME]: FAILING }, '/var/lib/pods');
    writeManifests({ [NAME]: FIXED });
    await startKubelet(`--pod-manifest-path=${path}`, cwd);
    expect(await report(golden)).toBe(1);
  });
});
