import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { BLOCKS } from '../support/documents.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { podOf } from '../support/manifests.ts';
import { type Image, unpackImages } from '../support/oci-image.ts';
import { POD_NAME, type PodSpec, runPod, startPod, whyNoContainers } from '../support/pod.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;
const NAME = 'kubelet-https-audit';

const why = whyNoImage();
const directory = mkdtempSync(join(tmpdir(), 'image-'));
let images: ReadonlyMap<string, Image> = new Map();
let name: string | undefined;

function whyNoImage(): string | undefined {
  if (!process.env.KUBELET_HTTPS_AUDIT_IMAGE) return 'npm run test:image tests the image';
  if (spawnSync('buildah', ['--version']).error) return 'buildah is not installed';
  return whyNoContainers();
}

async function build(to: string): Promise<string> {
  mkdirSync(to);
  const child = spawn(process.execPath, [join(REPOSITORY, 'scripts', 'build-image.js'), to], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  return join(to, `${NAME}-image.tar`);
}

beforeAll(async () => {
  if (why !== undefined) return;
  const [archive] = await Promise.all([build(join(directory, 'one')), build(join(directory, 'two'))]);
  ({ images, name } = unpackImages(archive, join(directory, 'unpacked')));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeEach(({ skip }) => skip(why !== undefined, why));

function image(): Image {
  const found = images.get(`linux/${ARCHITECTURE}`);
  if (found === undefined) throw new Error(`there is no image for linux/${ARCHITECTURE}`);
  return found;
}

describe('the image', () => {
  test('is the same bytes, however often it is built', () => {
    for (const file of ['image.tar', 'image.cdx.json']) {
      const [one, two] = ['one', 'two'].map((build) =>
        readFileSync(join(directory, build, `${NAME}-${file}`)),
      );
      expect(two?.equals(one ?? Buffer.of())).toBe(true);
    }
  });

  test('is there for two platforms, with its labels, for root, and starts the tool', () => {
    expect(name).toBe(`${NAME}:0.1.0`);
    expect([...images.keys()].sort()).toEqual(['linux/amd64', 'linux/arm64']);
    for (const { config } of images.values()) {
      expect(config).toMatchObject({ User: '0:0', Entrypoint: [`/${NAME}`] });
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.version': '0.1.0',
        'org.opencontainers.image.licenses': 'Apache-2.0 AND MIT AND LGPL-2.1-or-later',
      });
      expect(Object.keys(config.Labels).every((label) => label.startsWith('org.opencontainers.image.'))).toBe(
        true,
      );
    }
  });

  test('has the executable, what it needs of glibc, and licences: no shell, and nothing that is newer', () => {
    for (const { rootfs } of images.values()) {
      const files = readdirSync(rootfs, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name));
      const names = files.map((file) =>
        file.slice(rootfs.length).replace(/(x86_64|aarch64)-linux-gnu/, 'CPU'),
      );
      expect(names.sort()).toEqual([
        `/${NAME}`,
        '/lib/CPU/libc.so.6',
        '/lib/CPU/libdl.so.2',
        '/lib/CPU/libm.so.6',
        '/lib/CPU/libpthread.so.0',
        expect.stringMatching(/^\/lib(64)?\/ld-linux-(x86-64\.so\.2|aarch64\.so\.1)$/),
        `/usr/share/doc/${NAME}/LICENSE`,
        `/usr/share/doc/${NAME}/THIRD-PARTY-NOTICES.txt`,
        '/usr/share/doc/libc6/copyright',
      ]);
      for (const file of files) expect(statSync(file)).toMatchObject({ mtimeMs: 0, uid: 0, gid: 0 });
    }
  });

  test('names glibc in its bill of materials', () => {
    const bill = JSON.parse(readFileSync(join(directory, 'one', `${NAME}-image.cdx.json`), 'utf8'));
    const purls = bill.components.map(({ purl }: { purl: string }) => purl);
    for (const architecture of ['amd64', 'arm64']) {
      expect(purls).toContainEqual(
        expect.stringMatching(
          new RegExp(`^pkg:deb/debian/libc6@2\\.36-9%2Bdeb12u\\d+\\?arch=${architecture}`),
        ),
      );
    }
  });
});

/** Manifests of a control plane whose API server will have this argument after a restart. */
function hostEtc(argument: string): string {
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
function mountEtc(etc: string): void {
  const args = ['-t', 'overlay', 'overlay', '-o', `lowerdir=${etc}:/etc`, '/etc'];
  const { status, stderr } = spawnSync('mount', args, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  onTestFinished(() => void spawnSync('umount', ['--lazy', '/etc']));
}

async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

/** An API server that its manifest will let fail, and one that has its arguments in a file. */
async function startHost(): Promise<void> {
  mountEtc(hostEtc(', --kubelet-https=false'));
  const file = join(temporaryDirectory(), 'kube-apiserver');
  writeFileSync(file, '--v=2\n');
  await sleep(100);
  await start('kube-apiserver', ['--etcd-servers=x']);
  await start('kubelite', [`--apiserver-args-file=${file}`]);
}

/** A pod of a manifest with other privileges. */
function changed(spec: PodSpec, added: readonly string[], uid = 0): PodSpec {
  const [container] = spec.containers;
  const capabilities = { drop: ['ALL'], add: added };
  return {
    ...spec,
    securityContext: { ...spec.securityContext, runAsUser: uid, runAsGroup: uid },
    containers: [{ ...container, securityContext: { ...container.securityContext, capabilities } }],
  };
}

/** Without volumes, in the PID namespace of the host. */
function inHostNamespace({ securityContext, containers: [container] }: PodSpec): PodSpec {
  const args = ['--format=jsonl'];
  return {
    hostPID: true,
    securityContext,
    containers: [{ args, securityContext: container.securityContext }],
  };
}

const base = () => podOf('base', 'CronJob');
const full = () => podOf('full', 'CronJob');

/** What a report says of the two servers. */
function saidOf({ host, findings }: JsonReport) {
  const servers = findings.map((finding: JsonReport) => [
    finding.target.program,
    finding.status,
    finding.target.executable === null ? 'unseen' : 'seen',
    finding.warnings.map(({ code }: JsonReport) => code).join(),
  ]);
  return { host, servers };
}

const ADD_PTRACE = 'This is root without the capability SYS_PTRACE: add it.';

describe('the privileges of a pod', () => {
  test.each([
    {
      why: 'deploy/kubernetes/base: all but what only SYS_PTRACE shows',
      pod: base,
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'drift'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      advice: [ADD_PTRACE],
    },
    {
      why: 'deploy/kubernetes/full: everything',
      pod: full,
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'seen', 'drift'],
        ['kubelite', 'pass', 'seen', ''],
      ],
      advice: [],
    },
    {
      why: 'DAC_READ_SEARCH adds nothing',
      pod: () => changed(base(), ['DAC_READ_SEARCH']),
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'drift'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      advice: [ADD_PTRACE],
    },
    {
      why: 'another user than root sees the arguments of processes, and no files',
      pod: () => changed(base(), [], 65532),
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'cannot-read'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      advice: ['Run as root.'],
    },
    {
      why: 'hostPID alone shows the arguments of processes, and no files',
      pod: () => inHostNamespace(base()),
      host: POD_NAME,
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'cannot-read'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      advice: [ADD_PTRACE],
    },
    {
      why: 'hostPID and SYS_PTRACE: everything but the name of the host',
      pod: () => inHostNamespace(full()),
      host: POD_NAME,
      servers: [
        ['kube-apiserver', 'pass', 'seen', 'drift'],
        ['kubelite', 'pass', 'seen', ''],
      ],
      advice: [],
    },
  ])('$why', async ({ pod, host, servers, advice }) => {
    await startHost();
    const { stdout, stderr } = await runPod(image(), pod());
    expect(stderr).toBe('');
    const report = parseReport(stdout);
    expect(saidOf(report)).toEqual({ host, servers });
    const sentences = report.findings.flatMap(({ hint, warnings }: JsonReport) => [
      ...(hint === undefined ? [] : [hint]),
      ...warnings
        .filter(({ code }: JsonReport) => code === 'cannot-read')
        .map(({ message }: JsonReport) => message.slice(message.indexOf('. ') + 2)),
    ]);
    expect([...new Set(sentences)]).toEqual(advice);
  });

  test.each([
    { strict: [], why: 'by default' },
    { strict: ['--strict'], why: 'with --strict' },
  ])(
    'are enough to call a host that complies compliant, without a warning that never goes, $why',
    async ({ strict }) => {
      mountEtc(hostEtc(''));
      await start('kubelet', ['--config=/etc/kubelet.yaml']);
      await start('kube-apiserver', ['--etcd-servers=x']);
      const spec = base();
      const [container] = spec.containers;
      const pod = { ...spec, containers: [{ ...container, args: [...container.args, ...strict] }] } as const;
      const { status, stdout } = await runPod(image(), pod);
      expect(saidOf(parseReport(stdout)).servers).toEqual([['kube-apiserver', 'pass', 'unseen', '']]);
      expect(status).toBe(0);
    },
  );

  test('that show no files are told from a failure by --strict', async () => {
    await startHost();
    const spec = inHostNamespace(base());
    const [container] = spec.containers;
    const args = ['--format=jsonl', '--strict'];
    const { stdout } = await runPod(image(), { ...spec, containers: [{ ...container, args }] });
    const [finding] = parseReport(stdout).findings;
    expect(finding).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/; what cannot be read does not pass$/),
      hint: 'With --strict, what cannot be read does not pass.',
    });
  });
});

/** What `docker run` of the README makes of its options. */
function podOfReadme(): PodSpec {
  const { text = '' } = BLOCKS.find((block) => block.text.startsWith('docker run')) ?? {};
  const words = text.replaceAll('\\\n', ' ').split(/\s+/);
  const valuesOf = (option: string) => words.filter((_, index) => words[index - 1] === option);
  const volumes = valuesOf('-v').map((volume) => volume.split(':'));
  return {
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    containers: [
      {
        args: [...words.slice(words.indexOf('--root'), words.indexOf('--root') + 2), '--format=jsonl'],
        securityContext: {
          allowPrivilegeEscalation: !valuesOf('--security-opt').includes('no-new-privileges'),
          readOnlyRootFilesystem: words.includes('--read-only'),
          capabilities: { drop: valuesOf('--cap-drop'), add: valuesOf('--cap-add') },
        },
        volumeMounts: volumes.map(([path = '', mountPath = '', mode]) => ({
          name: path,
          mountPath,
          readOnly: mode === 'ro',
        })),
      },
    ],
    volumes: volumes.map(([path = '']) => ({ name: path, hostPath: { path } })),
  };
}

test('the command of the README gives a complete result', async () => {
  await startHost();
  const { stdout, stderr } = await runPod(image(), podOfReadme());
  expect(stderr).toBe('');
  expect(saidOf(parseReport(stdout))).toEqual({
    host: 'host-name',
    servers: [
      ['kube-apiserver', 'pass', 'seen', 'drift'],
      ['kubelite', 'pass', 'seen', ''],
    ],
  });
});

test('the DaemonSet writes its metrics each round, and ends at once with the status of the last run', async () => {
  mountEtc(hostEtc(''));
  await start('kube-apiserver', ['--kubelet-https=false']);
  const textfiles = temporaryDirectory();
  const spec = podOf('base', 'DaemonSet');
  const [container] = spec.containers;
  expect(container.args).toContain('--every=1h');
  const args = container.args.map((argument) => (argument === '--every=1h' ? '--every=1s' : argument));
  const { texts, ended, kill } = startPod(
    image(),
    { ...spec, containers: [{ ...container, args }] },
    { '/var/lib/node_exporter/textfile_collector': textfiles },
  );
  const rounds = () => texts.stdout.split('\n').length - 1;
  const until = async (isTrue: () => boolean) => {
    for (let tries = 0; tries < 500 && !isTrue(); tries += 1) await sleep(20);
    expect(isTrue()).toBe(true);
  };
  await until(() => rounds() === 1);
  const file = join(textfiles, 'kubelet_https_audit.prom');
  const { ino } = statSync(file);
  await until(() => rounds() === 2);
  expect(statSync(file).ino).not.toBe(ino);
  expect(readFileSync(file, 'utf8')).toMatch(
    /^kubelet_https_audit_status\{(?=.*host="cp-1")(?=.*cluster="kubernetes").*\} 1$/m,
  );
  expect(readdirSync(textfiles)).toEqual(['kubelet_https_audit.prom']);
  const sentAt = performance.now();
  kill('TERM');
  expect(await ended).toBe(1);
  expect(performance.now() - sentAt).toBeLessThan(1000);
  expect(texts.stderr).toBe('');
});
