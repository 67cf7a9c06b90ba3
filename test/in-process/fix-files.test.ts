import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../support/run-in-process.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/files', import.meta.url));
const ROOT = mkdtempSync(join(tmpdir(), 'kubelet-https-audit-fix-'));

afterAll(() => rmSync(ROOT, { recursive: true, force: true }), 60_000);

/** Files that `fix` does not change: its exit status, and why. */
const UNCHANGED: Readonly<Record<string, readonly [status: number, why: string]>> = {
  'argument-file/microk8s/args/kube-apiserver': [0, 'it has no flag'],
  'argument-file/microk8s/args/kubelet': [3, 'a kubelet'],
  'argument-file/unknown/args/apiserver': [2, 'a variable'],
  'cmdline/fail.cmdline': [1, 'a copy: what starts the server by hand'],
  'cmdline/pass.lines.txt': [0, 'a copy'],
  'cmdline/unknown.cmdline': [2, 'two command lines'],
  'cmdline/unknown.cut.cmdline': [2, 'it is cut off'],
  'compose/pass.compose.yaml': [0, 'it has no flag'],
  'compose/unknown.docker-compose.yml': [2, 'a variable'],
  'inspect/fail.crictl.json': [1, 'it shows what runs: by hand'],
  'inspect/fail.docker.json': [1, 'it shows what runs: by hand'],
  'inspect/pass.config.json': [0, 'it has no flag'],
  'inspect/unknown.podman.json': [2, 'what a shell will make of it'],
  'cloud-config/fail.encoded.yaml': [1, 'compressed: by hand'],
  'cloud-config/pass.yaml': [0, 'it has no flag'],
  'cloud-config/unknown.script.yaml': [2, 'a script'],
  'cloud-config/unknown.variable.yaml': [2, 'a variable'],
  'ignition/fail.k3s.ign': [1, 'compressed: by hand'],
  'ignition/fail.v2.ign': [1, 'percent-encoded: by hand'],
  'ignition/pass.ign': [0, 'it has no flag'],
  'ignition/unknown.environment.bu': [2, 'its environment file is not there'],
  'ignition/unknown.local.bu': [2, 'its content is in another file'],
  'k0s/pass.k0sctl.yaml': [0, 'it has no flag'],
  'k0s/unknown.yaml': [1, 'a template: by hand'],
  'k3s/agent/etc/rancher/rke2/config.yaml': [3, 'an agent'],
  'k3s/pass/etc/rancher/k3s/config.yaml': [0, 'it has no flag'],
  'k3s/unknown/etc/rancher/k3s/config.yaml': [2, 'a map for a list'],
  'kops/pass.no-api-server.yaml': [0, 'it has no flag'],
  'kops/pass.yaml': [0, 'it has no flag'],
  'kops/unknown.yaml': [1, 'a template: by hand'],
  'kubeadm-embedded/pass.configmap.yaml': [0, 'it has no flag'],
  'kubeadm-embedded/pass.control-plane-template.yaml': [0, 'it has no flag'],
  'kubeadm-embedded/pass.kind.yaml': [0, 'it has no flag'],
  'kubeadm-embedded/unknown.configmap.yaml': [1, 'a template: by hand'],
  'kubeadm/none.join.yaml': [3, 'a node that joins'],
  'kubeadm/pass.v1beta3.yaml': [0, 'it has no flag'],
  'kubeadm/unknown.extra-args.yaml': [1, 'a template: by hand'],
  'kubespray/pass.yml': [0, 'it has no flag'],
  'kubespray/unknown.yml': [2, 'a template'],
  'log/fail.k3s.log': [1, 'a log: its configuration by hand'],
  'log/pass.rke2.txt': [0, 'a log'],
  'log/unknown.json': [2, 'a line that is cut off'],
  'openshift/none.master-config.yaml': [3, 'no API server of Kubernetes'],
  'openshift/pass.operator.yaml': [0, 'it has no flag'],
  'openshift/unknown.operator.yaml': [1, 'a template: by hand'],
  'rancher/pass.control-planes.yaml': [0, 'it has no flag'],
  'rancher/pass.yaml': [0, 'its flag is replaced for every server'],
  'rancher/unknown.control-plane.yaml': [2, 'another file may have the flag'],
  'rancher/unknown.yaml': [2, 'another file may have the flag'],
  'rke1/pass.minimal.yaml': [0, 'it has no flag'],
  'rke1/pass.yaml': [0, 'it has no flag'],
  'systemd/centos-alone/kube-apiserver.service': [2, 'its environment file is not there'],
  'systemd/centos/etc/kubernetes/config': [3, 'an environment file alone starts nothing'],
  'systemd/docker/unknown.service': [2, 'a variable'],
  'systemd/double-backslash.service': [0, 'systemd ignores the flag'],
  'systemd/pasted.txt': [1, 'it only shows the files of a unit'],
  'systemd/k3s/k3s-agent.service': [3, 'an agent'],
  'systemd/k3s/pass.service': [2, 'its configuration file is not there'],
  'systemd/podman/pass.service': [0, 'it has no flag'],
  'talos/none.worker.yaml': [3, 'a worker'],
  'talos/pass.yaml': [0, 'it has no flag'],
  'talos/unknown.yaml': [1, 'a template: by hand'],
  'workload/anchors-fail.yaml': [1, 'aliases: by hand'],
  'workload/containers-pass.yaml': [0, 'it has no flag'],
  'workload/gce-pass.manifest': [0, 'it has no flag'],
  'workload/helm-template.yaml': [2, 'a template that is not YAML'],
  'workload/kops-go-runner-pass.manifest': [0, 'it has no flag'],
  'workload/kubeadm-pass.yaml': [0, 'it has no flag'],
  'workload/openshift4-unknown.yaml': [2, 'its configuration file is not there'],
};

/** Files of which the audit cannot determine everything without the flag, and why. */
const UNDETERMINED: Readonly<Record<string, string>> = {
  'systemd/centos/kube-apiserver.service': 'some of its variables are defined nowhere',
  'systemd/dropin/kube-apiserver.service.d/10-override.conf': 'the unit that it changes is not there',
  'systemd/k3s/k3s.service': 'its configuration file is not there',
};

/** The file that changes, where it is not the one that was named. */
const OTHER_FILE: Readonly<Record<string, string>> = {
  'environment/beside/services/kube-apiserver.service': 'environment/beside/cfg/kube-apiserver.conf',
  'systemd/centos/kube-apiserver.service': 'systemd/centos/etc/kubernetes/apiserver',
};

const ALL = filesIn(FIXTURES);

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(directory, path)).isFile())
    .sort();
}

function contentsIn(directory: string): Record<string, string> {
  return Object.fromEntries(
    filesIn(directory).map((path) => [path, readFileSync(join(directory, path), 'latin1')]),
  );
}

/** A copy of the fixtures of the format that one is of. */
function copyOf(name: string, which: string): string {
  const directory = join(ROOT, `${name.replaceAll('/', '~')}.${which}`);
  const format = formatOf(name);
  cpSync(join(FIXTURES, format), join(directory, format), { recursive: true });
  return directory;
}

function formatOf(path: string): string {
  return path.split('/', 1).join();
}

/** What such a copy holds. */
function originalsOf(path: string): Record<string, string> {
  const format = formatOf(path);
  return Object.fromEntries(
    Object.entries(contentsIn(join(FIXTURES, format))).map(([name, text]) => [`${format}/${name}`, text]),
  );
}

describe('fix changes nothing of a file', () => {
  test.each(Object.entries(UNCHANGED))('%s: %j', async (file, [status]) => {
    const copy = copyOf(file, 'copy');
    const shown = await runInProcess(['fix', file], { cwd: copy });
    expect([shown.status, shown.stdout]).toEqual([status, '']);
    const written = await runInProcess(['fix', '--write', '--backup-dir', `${copy}.backups`, file], {
      cwd: copy,
    });
    expect(written.status).toBe(status);
    expect(contentsIn(copy)).toEqual(originalsOf(file));
  });
});

describe('fix removes the flag from a file, and the audit then passes', () => {
  test.each(ALL.filter((path) => !(path in UNCHANGED)))('%s', async (file) => {
    const changed = OTHER_FILE[file] ?? file;
    const before = originalsOf(file);
    const expected = file in UNDETERMINED ? 2 : 0;
    const copy = copyOf(file, 'written');
    expect((await runInProcess(['fix', file], { cwd: copy })).status).toBe(1);
    expect(contentsIn(copy)).toEqual(before);

    const backups = `${copy}.backups`;
    const written = await runInProcess(['fix', '--write', '--backup-dir', backups, file], { cwd: copy });
    expect(written.status).toBe(expected);
    const after = contentsIn(copy);
    expect(after[changed]).not.toBe(before[changed]);
    expect({ ...after, [changed]: '' }).toEqual({ ...before, [changed]: '' });
    expect(Object.values(contentsIn(backups))).toEqual([before[changed]]);

    expect((await runInProcess(['-q', file], { cwd: copy })).status).toBe(expected);
    const again = await runInProcess(['fix', file], { cwd: copy });
    expect([again.status, again.stdout]).toEqual([expected, '']);
  });
});
