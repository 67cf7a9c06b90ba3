import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { detect } from '../../src/detection/detect.ts';
import { type HostFiles, hostFilesOf } from '../../src/host/host-files.ts';
import { releaseOf } from '../../src/host/release-of.ts';
import type { ApiServer } from '../../src/model/api-server.ts';
import { releaseText } from '../../src/model/release.ts';
import { auditTree, type TreeFiles, writeTree } from '../support/audit-tree.ts';
import { ID, init, MANIFESTS, server } from '../support/example-host.ts';
import { hostTree } from '../support/host-tree.ts';
import { fileOf, processOf } from '../support/reports.ts';

const POD = 'd638bb69897936db0ff75be87e44622c';
const EXECUTABLE = '/usr/bin/kube-apiserver';

interface Where {
  readonly containerId?: string;
  readonly executable?: string;
}

function serverAt({ containerId, executable = EXECUTABLE }: Where): ApiServer {
  const { origin, ...rest } = processOf(42, ['kube-apiserver', '--etcd-servers=x']);
  const cgroup = { unit: null, containerId: containerId ?? null, podUid: containerId ? POD : null };
  const detected = detect({
    ...rest,
    origin: { ...origin, kind: 'process', pid: 42, uid: 0, executable, cgroup },
  });
  if (detected.kind !== 'api-server') throw new Error('this is an API server');
  return detected;
}

/** What is said of a server on a copy of a host with these files. */
function releaseWith(files: TreeFiles, where: Where): string | undefined {
  const root = hostTree([init]);
  writeTree(root, files);
  const release = releaseOf(serverAt(where), hostFilesOf(root, []));
  return release && releaseText(release);
}

const BUNDLE = `run/containerd/io.containerd.runtime.v2.task/k8s.io/${ID}/config.json`;
const DOCKER = `var/lib/docker/containers/${ID}/config.v2.json`;
const IMAGE_ID = `sha256:${'c'.repeat(64)}`;
const bundle = (image: string, key = 'io.kubernetes.cri.image-name') =>
  JSON.stringify({ ociVersion: '1.0.2', process: {}, annotations: { [key]: image } });
const docker = (image: string) =>
  JSON.stringify({ ID, Config: { Image: image }, Image: IMAGE_ID, Driver: 'overlay2' });
const store = (...names: string[]) => ({
  'var/lib/docker/image/overlay2/repositories.json': JSON.stringify({
    Repositories: {
      pause: { 'k8s.gcr.io/pause:3.2': 'sha256:0' },
      a: Object.fromEntries(names.map((name) => [name, IMAGE_ID])),
    },
  }),
});

describe('the release of a server in a container', () => {
  test.each([
    {
      why: 'of containerd',
      files: { [BUNDLE]: bundle('k8s.gcr.io/kube-apiserver:v1.20.2') },
      release: '1.20',
    },
    {
      why: 'of RKE2',
      files: {
        [BUNDLE.replace('run/', 'run/k3s/')]: bundle(
          'index.docker.io/rancher/hardened-kubernetes:v1.20.15-rke2r2-build20220125',
        ),
      },
      release: '1.20',
    },
    {
      why: 'of CRI-O',
      files: {
        [`run/containers/storage/overlay-containers/${ID}/userdata/config.json`]: bundle(
          'registry.k8s.io/kube-apiserver:v1.25.3',
          'io.kubernetes.cri-o.ImageName',
        ),
      },
      release: '1.25',
    },
    { why: 'of RKE1', files: { [DOCKER]: docker('rancher/hyperkube:v1.18.20-rancher1') }, release: '1.18' },
    {
      why: 'of a kubelet with Docker, which asks for images by id',
      files: { [DOCKER]: docker(IMAGE_ID), ...store('k8s.gcr.io/kube-apiserver:v1.18.20', `x@${IMAGE_ID}`) },
      release: '1.18',
    },
    {
      why: 'whose image has names of two releases',
      files: {
        [DOCKER]: docker(IMAGE_ID),
        ...store('a/kube-apiserver:v1.18.20', 'b/kube-apiserver:v1.19.1'),
      },
    },
    {
      why: 'of an image with a digest alone',
      files: { [BUNDLE]: bundle(`k8s.gcr.io/kube-apiserver@${IMAGE_ID}`) },
    },
    { why: 'of an image of OpenShift', files: { [BUNDLE]: bundle('openshift/origin-hyperkube:v4.2') } },
    { why: 'of another image', files: { [BUNDLE]: bundle('k8s.gcr.io/pause:1.20') } },
    { why: 'of an image with another name', files: { [BUNDLE]: bundle('kube-apiserver-proxy:v1.20') } },
    {
      why: 'whose runtime writes something else',
      files: { [BUNDLE]: '{"annotations": [1, null]}', [DOCKER]: '7' },
    },
    { why: 'whose file is cut off', files: { [BUNDLE]: bundle('kube-apiserver:v1.20.2').slice(0, -1) } },
    { why: 'whose file is a directory', files: { [`${BUNDLE}/x`]: '' } },
    { why: 'of another runtime', files: {} },
  ])('$why is $release', ({ files, release }) => {
    expect(releaseWith(files as unknown as TreeFiles, { containerId: ID })).toBe(release);
    expect(releaseWith(files as unknown as TreeFiles, { containerId: 'b'.repeat(64) })).toBeUndefined();
  });
});

describe('the release of a server by the path of its executable', () => {
  const snap = (version: string) => ({
    'snap/kube-apiserver/1720/meta/snap.yaml': `name: kube-apiserver\nversion: ${version}\nbase: core18\n`,
  });
  const charmed = '/snap/kube-apiserver/1720/kube-apiserver';
  test.each([
    {
      executable: `/nix/store/${'0a'.repeat(16)}-kubernetes-1.20.2/bin/kube-apiserver`,
      files: {},
      release: '1.20',
    },
    { executable: `/nix/store/${'0a'.repeat(16)}-kubernetes-dev/bin/kube-apiserver`, files: {} },
    { executable: `/home/nix/store/${'0a'.repeat(16)}-kubernetes-1.20.2/bin/kube-apiserver`, files: {} },
    { executable: charmed, files: snap('1.18.20'), release: '1.18' },
    { executable: charmed, files: snap("'v1.21.3'"), release: '1.21' },
    { executable: charmed, files: snap('latest') },
    { executable: '/snap/kube-apiserver/1719/kube-apiserver', files: snap('1.18.20') },
    {
      executable: '/snap/microk8s/2338/kubelite',
      files: { 'snap/microk8s/2338/meta/snap.yaml': 'name: microk8s\nversion: v1.21.1\n' },
      release: '1.21',
    },
  ])('$executable is $release', ({ executable, files, release }) =>
    expect(releaseWith(files as unknown as TreeFiles, { executable })).toBe(release),
  );
});

/** A host whose /proc shows when the server started: that many milliseconds from now. */
function hostStarted(files: TreeFiles, later: number): HostFiles {
  const root = hostTree([init]);
  writeTree(root, { 'usr/bin/kube-apiserver': 'ELF', ...files });
  const proc = join(root, 'proc');
  const ticks = Math.round((Date.now() + later) / 10);
  writeTree(proc, { '42/stat': `42 (kube) S ${'0 '.repeat(18)}${ticks} 0\n`, stat: 'btime 0\n' });
  return { ...hostFilesOf(root, []), proc };
}

describe('the release of a server by its package', () => {
  const debian = {
    'var/lib/dpkg/info/kubernetes-client.list': '/usr/bin/kubectl\n',
    'var/lib/dpkg/info/kubernetes-master.list': `/.\n/usr\n/usr/bin\n${EXECUTABLE}\n`,
    'var/lib/dpkg/status':
      'Package: kubernetes-client\nVersion: 1.16.0\n\nPackage: kubernetes-master\nStatus: install ok installed\nVersion: 1:1.20.5+really1.20.2-1\n',
  };
  const arch = {
    'var/lib/pacman/local/kubectl-1.25.0-1/files': '%FILES%\nusr/bin/kubectl\n',
    'var/lib/pacman/local/kube-apiserver-1.23.4-1/files':
      '%FILES%\nusr/\nusr/bin/\nusr/bin/kube-apiserver\n\n',
  };

  const releaseStarted = (files: TreeFiles, later: number, where: Where = {}) => {
    const release = releaseOf(serverAt(where), hostStarted(files, later));
    return release && releaseText(release);
  };

  test.each([
    { why: 'of Debian', files: debian, later: 60_000, release: '1.20' },
    { why: 'of Arch Linux', files: arch, later: 60_000, release: '1.23' },
    { why: 'that was replaced since the server started', files: debian, later: -60_000 },
    { why: 'without its version', files: { ...debian, 'var/lib/dpkg/status': '' }, later: 60_000 },
    { why: 'that has no package', files: {}, later: 60_000 },
    { why: 'that runs in a container', files: debian, later: 60_000, where: { containerId: ID } },
  ])('$why is $release', ({ files, later, release, where }) =>
    expect(releaseStarted(files as unknown as TreeFiles, later, where)).toBe(release),
  );

  test('is not certain of a program that was put there after its package', async () => {
    const host = hostStarted(debian, 60_000);
    expect(releaseOf(serverAt({}), host)).toBeDefined();
    await setTimeout(50);
    writeTree(host.root.base, { 'usr/bin/kube-apiserver': 'ELF of another release' });
    expect(releaseOf(serverAt({}), host)).toBeUndefined();
  });

  test('is not certain on a copy, which does not show when the server started', () => {
    const files = { 'usr/bin/kube-apiserver': 'ELF', ...debian };
    expect(releaseWith(files, { executable: EXECUTABLE })).toBeUndefined();
  });
});

const manifest = (image: string, args = '', labels = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system${labels}}\nspec:\n  containers:\n` +
  `  - {image: "${image}", command: [kube-apiserver, --etcd-servers=x${args}]}\n`;

describe('the release of a server by the files that start it', () => {
  const startedBy = (path: string, minor: number): ApiServer => {
    const release = { major: 1, minor };
    const started = { ...serverAt({}), invocation: { ...fileOf(path, ['kube-apiserver']), release } };
    return { ...serverAt({}), afterRestart: { servers: [started], shadowed: [], problems: [] } };
  };

  test.each([
    { later: 60_000, release: { major: 1, minor: 20 }, why: 'unchanged since it started' },
    { later: -60_000, release: undefined, why: 'changed since then' },
  ])('is that of a manifest $why', ({ later, release }) =>
    expect(releaseOf(startedBy('/m.yaml', 20), hostStarted({ 'm.yaml': '' }, later))).toEqual(release),
  );

  const LABELS = ', labels: {app.kubernetes.io/name: kube-apiserver, app.kubernetes.io/version: 1.25.3}';
  test.each([
    { text: manifest('k8s.gcr.io/kube-apiserver:v1.21.2'), release: '1.21', why: 'its image has a tag' },
    { text: manifest(`kube-apiserver@${IMAGE_ID}`, '', LABELS), release: '1.25', why: 'its pod has a label' },
    {
      text: manifest('kube-apiserver:v1.21.2', '', LABELS),
      release: '1.21',
      why: 'the tag counts before the label',
    },
    {
      text: manifest('x', '', LABELS.replace('name: kube-apiserver', 'name: control-plane')),
      why: 'the label is of something else',
    },
    { text: manifest('kube-apiserver:latest'), why: 'its tag is not a release' },
  ])('is $release where $why', async ({ text, release }) => {
    const { findings } = await auditTree([init, server], { [`${MANIFESTS}/a.yaml`]: text });
    expect(findings.map((finding) => finding.release && releaseText(finding.release))).toEqual([release]);
  });
});

describe('a server whose manifest has the image of another release', () => {
  const auditBoth = async (image: string, next: string, args: string) => {
    const { findings } = await auditTree(
      [init, { ...server, cmdline: ['kube-apiserver', '--etcd-servers=x', ...args.split(' ')] }],
      {
        'proc/42/cgroup': `0::/kubepods/burstable/pod${POD}/${ID}\n`,
        [BUNDLE]: bundle(`k8s.gcr.io/kube-apiserver:${image}`),
        [`${MANIFESTS}/a.yaml`]: manifest(`k8s.gcr.io/kube-apiserver:${next}`, `, ${args}`),
      },
    );
    return findings;
  };

  test('is judged as what runs, with a warning that it will not start again', async () => {
    const [finding] = await auditBoth('v1.21.2', 'v1.22.0', '--kubelet-https=true');
    expect(finding).toMatchObject({
      status: 'pass',
      release: { major: 1, minor: 21 },
      reason: expect.stringContaining('has no effect: Kubernetes 1.21 always uses HTTPS'),
      remediation: expect.stringContaining(`/${MANIFESTS}/a.yaml:6`),
    });
    expect(finding?.warnings.map(({ code }) => code)).toEqual(['flag-ignored', 'flag-deprecated', 'drift']);
    expect(finding?.warnings.at(-1)?.message).toBe(
      `It passes now (--kubelet-https=true), but will not start again: /${MANIFESTS}/a.yaml:6 sets ` +
        '--kubelet-https=true, and Kubernetes 1.22 and later have no such flag.',
    );
  });

  test('has no drift where both releases take the flag', async () => {
    const [finding] = await auditBoth('v1.18.20', 'v1.19.0', '--kubelet-https=false');
    expect(finding).toMatchObject({ status: 'fail', release: { major: 1, minor: 18 }, warnings: [] });
  });
});

test('a manifest whose server does not run says why, where its release has no such flag', async () => {
  const image = 'registry.k8s.io/kube-apiserver:v1.22.0';
  const report = await auditTree([init], {
    [`${MANIFESTS}/a.yaml`]: manifest(image, ', --kubelet-https=true'),
  });
  expect(report.status).toBe('unknown');
  expect(report.problems).toEqual([
    {
      path: `/${MANIFESTS}/a.yaml`,
      message:
        'its API server is not running: --kubelet-https=true (argument 2) keeps kube-apiserver ' +
        'from starting: Kubernetes 1.22 and later have no such flag',
      hint: 'Remove --kubelet-https: the server refuses to start with any value of it.',
    },
  ]);
});
