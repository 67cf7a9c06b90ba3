import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type TreeFiles, writeTree } from '../support/audit-tree.ts';
import {
  ARG,
  CONFIG,
  GOOD,
  init,
  list,
  MANIFESTS,
  pod,
  server,
  UNIT,
  unit,
  WRONG,
} from '../support/example-host.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

async function auditImage(files: TreeFiles) {
  const root = temporaryDirectory();
  writeTree(root, files);
  const { status, stdout } = await runInProcess(['--root', root, '-f', 'json']);
  return { exit: status, ...parseReport(stdout) };
}

const NOTE = 'There are no processes: this is what the files of the host will start.';
const FLAG = '--kubelet-https=false';
const SERVICE = 'etc/systemd/system/kube-apiserver.service';
const EXEC = `[Service]\nExecStart=/usr/bin/kube-apiserver --etcd-servers=x ${FLAG}\n`;
const BAD_K3S = list(ARG, 'kubelet-https=false');
const RKE2 = 'etc/rancher/rke2/config.yaml';
const K0S = `apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {api: {extraArgs: {kubelet-https: "false"}}}\n`;
const TALOS = `version: v1alpha1\nmachine: {type: controlplane}\ncluster: {apiServer: {extraArgs: {kubelet-https: "false"}}}\n`;

describe('an image without processes', () => {
  test.each<{ why: string; files: TreeFiles; at: string }>([
    { why: 'a static pod', files: { [`${MANIFESTS}/a.yaml`]: WRONG }, at: `/${MANIFESTS}/a.yaml:6` },
    {
      why: 'a static pod where the unit of the kubelet says',
      files: {
        'usr/lib/systemd/system/kubelet.service':
          '[Service]\nExecStart=/usr/bin/kubelet --config /etc/kubelet.yaml\n',
        'etc/kubelet.yaml': 'staticPodPath: /opt/pods\n',
        'opt/pods/a.yaml': WRONG,
        [`${MANIFESTS}/a.yaml`]: pod(''),
      },
      at: '/opt/pods/a.yaml:6',
    },
    {
      why: 'a static pod where the configuration that kubeadm writes says',
      files: { 'var/lib/kubelet/config.yaml': 'staticPodPath: /opt/pods\n', 'opt/pods/a.yaml': WRONG },
      at: '/opt/pods/a.yaml:6',
    },
    { why: 'a unit', files: { [SERVICE]: EXEC }, at: `/${SERVICE}:2` },
    {
      why: 'a unit with a drop-in and an environment file',
      files: {
        'usr/lib/systemd/system/kube-apiserver.service':
          '[Service]\nExecStart=/usr/bin/kube-apiserver $ARGS\n',
        [`${SERVICE}.d/a.conf`]: '[Service]\nEnvironmentFile=/etc/kubernetes/apiserver\n',
        'etc/kubernetes/apiserver': `\nARGS="${FLAG}"\n`,
      },
      at: '/etc/kubernetes/apiserver:2',
    },
    { why: 'k3s', files: { ...unit(), [CONFIG]: BAD_K3S }, at: `/${CONFIG}:1` },
    { why: 'the unit of k3s', files: unit(`--${ARG} kubelet-https=false`), at: `/${UNIT}:2` },
    { why: 'a configuration of k3s alone', files: { [CONFIG]: BAD_K3S }, at: `/${CONFIG}:1` },
    {
      why: 'RKE2',
      files: {
        [RKE2]: BAD_K3S,
        'usr/local/lib/systemd/system/rke2-server.service':
          '[Service]\nExecStart=/usr/local/bin/rke2 server\n',
      },
      at: `/${RKE2}:1`,
    },
    { why: 'k0s', files: { 'etc/k0s/k0s.yaml': K0S }, at: '/etc/k0s/k0s.yaml:3' },
    { why: 'Talos', files: { 'system/state/config.yaml': TALOS }, at: '/system/state/config.yaml:3' },
    {
      why: 'MicroK8s',
      files: { 'var/snap/microk8s/1/args/kube-apiserver': `${FLAG}\n`, 'var/snap/microk8s/current': '->1' },
      at: '/var/snap/microk8s/current/args/kube-apiserver:1',
    },
    {
      why: 'Charmed Kubernetes',
      files: { 'var/snap/kube-apiserver/current/args': `${FLAG}\n` },
      at: '/var/snap/kube-apiserver/current/args:1',
    },
    {
      why: 'OpenShift 3',
      files: {
        [SERVICE]:
          '[Service]\nExecStart=/usr/bin/openshift start master api --config=/etc/origin/master.yaml\n',
        'etc/origin/master.yaml':
          'apiVersion: v1\nkind: MasterConfig\nkubernetesMasterConfig: {apiServerArguments: {kubelet-https: ["false"]}}\n',
      },
      at: '/etc/origin/master.yaml:3',
    },
  ])('has one finding for $why', async ({ files, at }) => {
    const { exit, findings, problems, examined } = await auditImage(files);
    expect(findings.map(rowOf)).toEqual([`fail ${at}`]);
    expect({ exit, problems, note: examined.note }).toEqual({ exit: 1, problems: [], note: NOTE });
  });

  function rowOf({
    status,
    target,
    evidence: {
      arguments: [{ path = target.path, line }],
    },
  }: ReturnType<typeof JSON.parse>) {
    return `${status} ${path}:${line}`;
  }

  test('passes where its files do', async () => {
    const files = { ...unit(), [CONFIG]: list(ARG, GOOD), [`${MANIFESTS}/a.yaml`]: pod('') };
    expect(await auditImage(files)).toMatchObject({
      exit: 0,
      findings: [{ status: 'pass' }, { status: 'pass' }],
    });
  });

  test('has a unit once, whatever links lead to it', async () => {
    const files = { [SERVICE]: EXEC, 'etc/systemd/system/api.service': '->kube-apiserver.service' };
    expect((await auditImage(files)).findings).toHaveLength(1);
  });

  test('says which of two files with one pod counts', async () => {
    const files = { [`${MANIFESTS}/a.yaml`]: WRONG, [`${MANIFESTS}/b.yaml`]: pod(' ') };
    const { findings } = await auditImage(files);
    expect(findings).toMatchObject([{ status: 'pass', target: { path: `/${MANIFESTS}/b.yaml` } }]);
    expect(findings[0].warnings).toMatchObject([{ code: 'stray-manifest' }]);
  });

  test.each<{ why: string; files: TreeFiles }>([
    {
      why: 'a manifest that is not YAML',
      files: { [`${MANIFESTS}/a.yaml`]: 'kind: Pod\n- kube-apiserver\n' },
    },
    { why: 'a configuration that k3s names and is not there', files: unit('--config /etc/none.yaml') },
    {
      why: 'a unit that is a directory elsewhere',
      files: { [SERVICE]: EXEC.replace(FLAG, '$ARGS').replace('Exec', 'EnvironmentFile=/etc\nExec') },
    },
  ])('is unknown with $why', async ({ files }) =>
    expect(await auditImage(files)).toMatchObject({ exit: 2, status: 'unknown' }),
  );

  test.each<{ why: string; files: TreeFiles }>([
    { why: 'nothing of Kubernetes', files: { 'etc/hostname': 'a\n' } },
    {
      why: 'an agent of k3s',
      files: { [UNIT]: '[Service]\nExecStart=/usr/local/bin/k3s agent\n', [CONFIG]: 'server: x\n' },
    },
    { why: 'a server of k3s without an API server', files: unit('--disable-apiserver') },
    {
      why: 'a unit that only shows one',
      files: { [SERVICE]: `[Service]\nExecStart=/bin/echo kube-apiserver ${FLAG}\n` },
    },
  ])('has none with $why', async ({ files }) => {
    const { exit, findings, examined } = await auditImage(files);
    expect({ exit, findings, note: examined.note }).toEqual({ exit: 3, findings: [], note: NOTE });
  });

  test('may have an empty proc, and says so to people', async () => {
    const root = hostTree([]);
    writeTree(root, { [`${MANIFESTS}/a.yaml`]: WRONG });
    const { status, stdout } = await runInProcess(['--root', root]);
    expect(status).toBe(1);
    expect(stdout).toContain(`\n\n  ${NOTE}\n\n`);
  });
});

describe('what is no image', () => {
  test.each<{ why: string; make: (root: string) => void }>([
    { why: 'it is empty', make: () => {} },
    { why: 'it has no directory of a host', make: (root) => writeFileSync(join(root, 'etc'), '') },
    { why: 'its proc is no directory', make: (root) => writeTree(root, { 'etc/a': '', proc: '' }) },
  ])('is an error: $why', async ({ make }) => {
    const root = temporaryDirectory();
    make(root);
    const { status, stderr } = await runInProcess(['--root', root]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: .*proc/);
  });

  test('has processes, or is asked for them', async () => {
    const root = hostTree([init, server]);
    mkdirSync(join(root, 'etc'));
    const { stdout } = await runInProcess(['--root', root]);
    expect(stdout).not.toContain(NOTE);
    const image = hostTree([]);
    writeTree(image, { [SERVICE]: EXEC });
    const { stderr } = await runInProcess(['--root', image, '--source', 'procfs']);
    expect(stderr).toContain('there are no processes in');
  });
});
