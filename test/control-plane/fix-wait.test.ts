import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';
import { startStandIn } from '../support/stand-in.js';

const MANIFESTS = join(REPOSITORY, 'test/fixtures/files/workload');
const FAILING = readFileSync(join(MANIFESTS, 'kubeadm-fail.yaml'), 'utf8');
const FIXED = FAILING.replace(/^ *- --kubelet-https=false\n/m, '');

/** A server that takes longer to end than a test waits for it. */
const SLOW_TO_END = { grace: 600_000 };

async function controlPlane(text: string, options?: Parameters<typeof startSimulatedKubelet>[1]) {
  const kubelet = await startSimulatedKubelet({ 'kube-apiserver.yaml': text }, options);
  onTestFinished(() => kubelet.shutDown());
  return kubelet;
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

async function findingOn(pid: number | undefined) {
  const { findings } = parseReport((await runBin(['--format', 'json'])).stdout);
  return findings.find(({ target }: (typeof findings)[number]) => target.pid === pid);
}

test('an API server that fails is fixed, and comes back without the flag', async () => {
  const kubelet = await controlPlane(FAILING, { startsAfter: 500 });
  const before = kubelet.pid();
  expect((await findingOn(before)).status).toBe('fail');
  const backups = temporaryDirectory();
  const { status, stdout, stderr } = await runBin([
    'fix',
    kubelet.manifest,
    '--write',
    '--wait=60',
    '--backup-dir',
    backups,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const after = kubelet.pid();
  expect(after).not.toBe(before);
  expect(words(stdout)).toMatch(
    new RegExp(`PASS kube-apiserver pid ${after}, after \\d+ s: --kubelet-https is not set`),
  );
  expect(readFileSync(kubelet.manifest, 'utf8')).toBe(FIXED);
  const [backup = ''] = readdirSync(backups);
  expect(readFileSync(join(backups, backup), 'utf8')).toBe(FAILING);
  expect(readdirSync(dirname(kubelet.manifest))).toEqual(['kube-apiserver.yaml']);
  expect((await findingOn(after)).status).toBe('pass');
  expect(kubelet.log.map(({ what }) => what)).toEqual(['start', 'kill', 'exit', 'start']);
});

test('an API server that a malformed flag keeps from starting is found by its manifest, and comes up', async () => {
  const kubelet = await controlPlane(FAILING.replace('=false', '=no'));
  expect(kubelet.pid()).toBeUndefined();
  const { status, stdout } = await runBin([
    'fix',
    kubelet.manifest,
    '--write',
    '--wait=60',
    '--backup-dir',
    temporaryDirectory(),
  ]);
  expect(stdout).toContain(`pid ${kubelet.pid()}, after`);
  expect(status).toBe(0);
});

test('an API server that does not come back is status 2, with the command that restores the file', async () => {
  const kubelet = await controlPlane(FAILING, SLOW_TO_END);
  const { status, stdout } = await runBin([
    'fix',
    kubelet.manifest,
    '--write',
    '--wait=2',
    '--backup-dir',
    temporaryDirectory(),
  ]);
  expect(status).toBe(2);
  expect(words(stdout)).toMatch(
    new RegExp(
      `UNKNOWN after \\d+ s, no API server has come up without the flag. kube-apiserver pid ${kubelet.pid()}, running since before the change: `,
    ),
  );
  const [, command = ''] = /to restore\s+them:\n(cp .*)\n$/.exec(stdout) ?? [];
  expect(command).toMatch(/^cp -aT \S+ \S+ && mv -fT \S+ \S+$/);
  expect(stdout).toContain(`Restore  with this command:\n${command}\n`);
});

test('a server that still runs with the flag is waited for, though its file is fixed already', async () => {
  const kubelet = await controlPlane(FAILING, SLOW_TO_END);
  const write = ['fix', kubelet.manifest, '--write', '--backup-dir', temporaryDirectory()];
  expect((await runBin(write)).status).toBe(0);
  const again = await runBin([...write, '--wait=1']);
  expect(words(again.stdout)).toContain(
    `kube-apiserver pid ${kubelet.pid()}, still running: --kubelet-https=false`,
  );
  expect(again.status).toBe(2);
});

test('a program that only has the name of an API server is not waited for', async () => {
  const kubelet = await controlPlane(FAILING.replace('=false', '=no'));
  const { stop } = await startStandIn('other', ['--etcd-servers=x'], { argv0: 'kube-apiserver' });
  onTestFinished(stop);
  const write = ['fix', kubelet.manifest, '--write', '--wait=13', '--backup-dir', temporaryDirectory()];
  const { status, stderr } = await runBin(write);
  expect(stderr).toContain('none of the files to change starts an API server on this host');
  expect(status).toBe(2);
});

test('there is nothing to wait for where no API server comes from the file, and it is left as it is', async () => {
  const kubelet = await controlPlane(FIXED);
  const other = join(temporaryDirectory(), 'kube-apiserver.yaml');
  copyFileSync(join(MANIFESTS, 'kubeadm-fail.yaml'), other);
  const backups = join(temporaryDirectory(), 'backups');
  const { status, stderr } = await runBin(['fix', other, '--write', '--wait', '--backup-dir', backups]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr:
      'error: none of the files to change starts an API server on this host; nothing was changed\n' +
      'hint: Omit --wait.\n',
  });
  expect(readFileSync(other, 'utf8')).toBe(FAILING);
  expect(existsSync(backups)).toBe(false);
  expect(kubelet.pid()).toBeDefined();
});
