import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { temporaryDirectory } from './host-tree.ts';
import { startStandIn } from './stand-in.js';

/** Manifests of a control plane whose API server will have this argument after a restart. */
export function hostEtc(argument: string): string {
  const etc = temporaryDirectory();
  const manifests = join(etc, 'kubernetes', 'manifests');
  mkdirSync(manifests, { recursive: true });
  writeFileSync(join(etc, 'hostname'), 'host-name\n');
  const container = `{name: a, image: i, command: [kube-apiserver, --etcd-servers=x${argument}]}`;
  writeFileSync(
    join(manifests, 'kube-apiserver.yaml'),
    `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n  - ${container}\n`,
  );
  writeFileSync(
    join(etc, 'kubelet.yaml'),
    'kind: KubeletConfiguration\nstaticPodPath: /etc/kubernetes/manifests\n',
  );
  return etc;
}

/** The host is what the test sees: its own processes, and these files over those in /etc. */
export function mountEtc(etc: string): void {
  const args = ['-t', 'overlay', 'overlay', '-o', `lowerdir=${etc}:/etc`, '/etc'];
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  onTestFinished(() => void spawnSync('umount', ['--lazy', '/etc']));
}

export async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

/** An API server that its manifest will let fail, and one that has its arguments in a file. */
export async function startHost(): Promise<void> {
  mountEtc(hostEtc(', --kubelet-https=false'));
  const file = join(temporaryDirectory(), 'kube-apiserver');
  writeFileSync(file, '--v=2\n');
  await sleep(100);
  await start('kube-apiserver', ['--etcd-servers=x']);
  await start('kubelite', [`--apiserver-args-file=${file}`]);
}

/** Puts a process into the cgroup of a unit with this name, as systemd does. */
export function putIntoUnit({ pid, stop }: Awaited<ReturnType<typeof start>>, unit: string): void {
  const { stdout } = spawnSync('findmnt', ['-n', '-o', 'TARGET', '-t', 'cgroup2'], { encoding: 'utf8' });
  const slice = join(stdout.split('\n')[0] ?? '', `image-test-${process.pid}`);
  const cgroup = join(slice, unit);
  mkdirSync(cgroup, { recursive: true });
  writeFileSync(join(cgroup, 'cgroup.procs'), String(pid));
  onTestFinished(async () => {
    await stop();
    for (const directory of [cgroup, slice]) rmdirSync(directory);
  });
}

/** A directory with a file system of its own mounted below it. */
export function treeWithMount(): string {
  const tree = temporaryDirectory();
  const below = join(tree, 'below');
  mkdirSync(below);
  expect(spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', below]).status).toBe(0);
  onTestFinished(() => void spawnSync('umount', [below]));
  return tree;
}
