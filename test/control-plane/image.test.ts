import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { GLIBC } from '../../scripts/glibc.js';
import { DOCKER_RUNS, podOfDocker } from '../support/docker-run.ts';
import { BLOCKS } from '../support/documents.ts';
import { fillPipe } from '../support/fill-pipe.ts';
import {
  hostEtc,
  mountEtc,
  putIntoUnit,
  start,
  startHost,
  treeWithMount,
} from '../support/host-around-pod.ts';
import { expectedOf, HOSTS, rowOf, TREES } from '../support/host-fixtures.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { podOf, whyNoKubectl } from '../support/manifests.ts';
import { type Image, unpackImages } from '../support/oci-image.ts';
import { POD_NAME, type PodSpec, runPod, startPod, whyNoContainers } from '../support/pod.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;
const NAME = 'kubelet-https-audit';

const why = whyNoImage();
const directory = mkdtempSync(join(tmpdir(), 'image-'));
let images: ReadonlyMap<string, Image> = new Map();
let name: string | undefined;

function whyNoImage(): string | undefined {
  if (!process.env.KUBELET_HTTPS_AUDIT_IMAGE) return 'npm run test:image tests the image';
  if (spawnSync('buildah', ['--version']).error) return 'buildah is not installed';
  return whyNoKubectl() ?? whyNoContainers();
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

  test('has a checksum beside it, as everything that is built', () => {
    const check = ['--check', '--strict', 'SHA256SUMS'];
    const { stdout } = spawnSync('sha256sum', check, { cwd: join(directory, 'one'), encoding: 'utf8' });
    expect(stdout.trim().split('\n')).toEqual([`${NAME}-image.cdx.json: OK`, `${NAME}-image.tar: OK`]);
  });

  test('is there for two platforms, with its labels, for root, and starts the tool', () => {
    expect(name).toBe(`${NAME}:0.1.0`);
    expect([...images.keys()].sort()).toEqual(['linux/amd64', 'linux/arm64']);
    for (const { config } of images.values()) {
      expect(config).toMatchObject({ User: '0:0', Entrypoint: [`/${NAME}`] });
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.version': '0.1.0',
        'org.opencontainers.image.documentation': manifest.homepage,
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

test('is imported on a node, as docs/install.md says, by the name that deploy/kubernetes has', async ({
  skip,
}) => {
  skip(spawnSync('containerd', ['--version']).error !== undefined, 'containerd is not installed');
  const work = temporaryDirectory();
  symlinkSync(join(directory, 'one'), join(work, 'build'));
  const [config, socket] = [join(work, 'config.toml'), join(work, 'socket')];
  const paths = { root: join(work, 'root'), state: join(work, 'state') };
  writeFileSync(
    config,
    `version = 2\nroot = "${paths.root}"\nstate = "${paths.state}"\n` +
      `disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "${socket}"\n`,
  );
  const daemon = spawn('containerd', ['--config', config], { stdio: 'ignore' });
  onTestFinished(async () => {
    daemon.kill();
    if (daemon.exitCode === null) await once(daemon, 'exit');
  });
  await until(() => existsSync(socket));
  const lines = BLOCKS.flatMap(({ text }) => text.split('\n')).filter((line) => line.startsWith('ctr '));
  const { status, stderr, stdout } = spawnSync(
    'sh',
    ['-ec', [...lines, 'ctr --namespace k8s.io images list --quiet'].join('\n')],
    { cwd: work, encoding: 'utf8', env: { PATH: process.env.PATH, CONTAINERD_ADDRESS: socket } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [{ image: named }] = podOf('base', 'CronJob').containers;
  expect(stdout.split('\n')).toContain(named);
});

describe('glibc', () => {
  const file = `libc6_${GLIBC.version}_amd64.deb`;

  /** What fetching it ends with where a proxy answers for Debian. */
  async function fetchThrough(answer: (host: string) => Buffer | undefined) {
    const server = createServer(({ url = '' }, response) => {
      const content = answer(new URL(url).hostname);
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void server.close());
    const [kept, home] = [temporaryDirectory(), temporaryDirectory()];
    const config = join(home, 'apt.conf');
    const { port } = server.address() as AddressInfo;
    writeFileSync(config, `Acquire::http::Proxy "http://127.0.0.1:${port}";\n`);
    const code = `import { fetchGlibc } from '${join(REPOSITORY, 'scripts', 'glibc.js')}';
      try { fetchGlibc('amd64', '${kept}', '${join(home, 'unpacked')}'); } catch (error) { console.log(error.message); }`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      env: { PATH: process.env.PATH, APT_CONFIG: config },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return { said, kept: readdirSync(kept) };
  }

  test('is fetched from where Debian keeps what it has replaced', async () => {
    const content = readFileSync(join(REPOSITORY, 'build', 'runtimes', file));
    const result = await fetchThrough((host) => (host.startsWith('snapshot.') ? content : undefined));
    expect(result).toEqual({ said: '', kept: [file] });
  });

  test.each([
    { why: 'is gone', answer: () => undefined, says: /404/ },
    { why: 'is another', answer: () => Buffer.from('another'), says: /Hash Sum mismatch/ },
  ])('that $why is refused, and it is said what to do', async ({ answer, says }) => {
    const { said, kept } = await fetchThrough(answer);
    expect(said).toMatch(says);
    expect(said).toContain(`no archive of Debian gives libc6 ${GLIBC.version}.\nhint:`);
    expect(kept).toEqual([]);
  });
});

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

/** The same with these arguments after `--format`. */
function withArgs(spec: PodSpec, ...args: readonly string[]): PodSpec {
  const [container] = spec.containers;
  return { ...spec, containers: [{ ...container, args: ['--format=jsonl', ...args] }] };
}

const base = () => podOf('base', 'CronJob');
const full = () => podOf('full', 'CronJob');
const kubeadm = () => podOf('kubeadm', 'CronJob');

/** What a report says of the servers, by their names. */
function saidOf({ host, findings }: JsonReport) {
  const servers = findings.map((finding: JsonReport) => [
    finding.target.program,
    finding.status,
    finding.target.executable === null ? 'unseen' : 'seen',
    finding.warnings.map(({ code }: JsonReport) => code).join(),
  ]);
  return { host, servers: servers.sort() };
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
      why: 'deploy/kubernetes/full, without volumes: everything',
      pod: full,
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'seen', 'drift'],
        ['kubelite', 'pass', 'seen', ''],
      ],
      advice: [],
    },
    {
      why: 'volumes and SYS_PTRACE: the same',
      pod: () => changed(base(), ['SYS_PTRACE']),
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
      why: 'the PID namespace of the host alone shows the arguments of processes, and no files',
      pod: () => changed(full(), []),
      host: 'cp-1',
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'cannot-read'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      advice: [ADD_PTRACE],
    },
    {
      why: 'without --host, the report has the name of the pod',
      pod: () => withArgs(full()),
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
    'of deploy/kubernetes/kubeadm are enough to call its host compliant, without a warning that never goes, $why',
    async ({ strict }) => {
      const etc = hostEtc('');
      mountEtc(etc);
      await start('kubelet', ['--config=/var/lib/kubelet/config.yaml']);
      await start('kube-apiserver', ['--etcd-servers=x']);
      const files = { '/var/lib/kubelet/config.yaml': join(etc, 'kubelet.yaml') };
      const pod = withArgs(kubeadm(), '--root=/host', ...strict);
      const { status, stdout } = await runPod(image(), pod, files);
      expect(saidOf(parseReport(stdout)).servers).toEqual([['kube-apiserver', 'pass', 'unseen', '']]);
      expect(status).toBe(0);
    },
  );

  test('that show no files are told from a failure by --strict', async () => {
    await startHost();
    const { stdout } = await runPod(image(), withArgs(changed(full(), []), '--strict'));
    const [finding] = parseReport(stdout).findings;
    expect(finding).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/; what cannot be read does not pass$/),
      hint: 'With --strict, what cannot be read does not pass.',
    });
  });
});

describe('an API server that has its arguments in files of the host is unknown to base, and judged by full:', () => {
  const OPENSHIFT_FILE =
    '/etc/kubernetes/static-pod-resources/kube-apiserver-pod-7/configmaps/config/config.yaml';

  test.each([
    { host: 'k3s', program: 'k3s server', args: [], unit: 'k3s.service' },
    { host: 'openshift4', program: 'kube-apiserver', args: [`--openshift-config=${OPENSHIFT_FILE}`] },
  ])('$host', async ({ host, program, args, unit }) => {
    mountEtc(join(REPOSITORY, HOSTS, host, 'fail', 'etc'));
    const [name = ''] = program.split(' ');
    const server = await start(name, args, { argv0: program });
    if (unit !== undefined) putIntoUnit(server, unit);
    const said = async (pod: PodSpec) => saidOf(parseReport((await runPod(image(), pod)).stdout)).servers;
    expect(await said(base())).toEqual([[program, 'unknown', 'unseen', '']]);
    expect(await said(full())).toEqual([[program, 'fail', 'seen', expect.any(String)]]);
  });
});

/** Where each path that a pod shows of the host is in a fixture; an empty directory where it has none. */
function pathsIn(spec: PodSpec, tree: string): Record<string, string> {
  const empty = temporaryDirectory();
  const paths = (spec.volumes ?? []).map(({ hostPath: { path } }): [string, string] => {
    const inTree = join(REPOSITORY, HOSTS, tree, path);
    return [path, existsSync(inTree) ? inTree : empty];
  });
  return Object.fromEntries(paths);
}

describe('every file that matters is shown to', () => {
  test.each([
    { overlay: 'kubeadm', hosts: ['kubeadm', 'kamaji'], except: ['kubeadm/static-pod-path'] },
    { overlay: 'rke2', hosts: ['rke2'], except: [] },
    { overlay: 'base', hosts: ['k0s', 'kops', 'rke1', 'systemd'], except: [] },
  ])('deploy/kubernetes/$overlay on hosts of $hosts', async ({ overlay, hosts, except }) => {
    const spec = podOf(overlay, 'CronJob');
    const trees = TREES.filter((tree) => hosts.includes(tree.split('/')[0] ?? '') && !except.includes(tree));
    expect(trees.length).toBeGreaterThan(hosts.length);
    for (const tree of trees) {
      const { stdout, status } = await runPod(image(), spec, pathsIn(spec, tree));
      const { exitStatus, findings } = expectedOf(tree);
      expect(parseReport(stdout).findings.map(rowOf), tree).toEqual(
        findings.map(({ remediation: _, release: __, ...finding }) => finding),
      );
      expect(status, tree).toBe(exitStatus);
      for (const [index, { release }] of findings.entries()) {
        const seen = tree.startsWith('rke1/') ? undefined : release;
        if (seen) expect(parseReport(stdout).findings[index].target.release, tree).toBe(seen);
      }
    }
  });
});

test('deploy/kubernetes/base says of a host of kubeadm that it does not see where its static pods are', async () => {
  const { stdout } = await runPod(image(), base(), pathsIn(base(), 'kubeadm/pass'));
  expect(saidOf(parseReport(stdout)).servers).toEqual([['kube-apiserver', 'pass', 'seen', 'cannot-read']]);
});

/** A pod as it is on a node that makes only the top of a mount read-only. */
function notRecursive(spec: PodSpec): PodSpec {
  const [container] = spec.containers;
  const volumeMounts = container.volumeMounts?.map(({ recursiveReadOnly: _, ...mount }) => mount) ?? [];
  return { ...spec, containers: [{ ...container, volumeMounts }] };
}

const MOUNTED = [...new Set(['base', 'rke2'].flatMap((overlay) => directoriesOf(overlay)))];

test.each(MOUNTED)(
  'what is mounted below a volume of deploy/kubernetes cannot be written: %s',
  async (path) => {
    const overlay = directoriesOf('base').includes(path) ? 'base' : 'rke2';
    const tree = treeWithMount();
    const file = `json=/host${path}/below/written`;
    const hostPaths = {
      ...pathsIn(podOf(overlay, 'CronJob'), `${overlay === 'base' ? 'k0s' : overlay}/pass`),
      [path]: tree,
    };
    const run = (pod: PodSpec) =>
      runPod(image(), withArgs(pod, '--root=/host', `--report=${file}`), hostPaths);
    const { status, stderr } = await run(podOf(overlay, 'CronJob'));
    expect(stderr).toMatch(/read-only file system/);
    expect(status).toBe(2);
    expect(readdirSync(join(tree, 'below'))).toEqual([]);
    // As docs/fleets.md says of Kubernetes before 1.31.
    await run(notRecursive(podOf(overlay, 'CronJob')));
    expect(readdirSync(join(tree, 'below'))).toEqual(['written']);
  },
);

/** What a pod has mounted of directories of the host. */
function directoriesOf(overlay: string): string[] {
  if (why !== undefined) return [];
  const { volumes = [] } = podOf(overlay, 'CronJob');
  return volumes.flatMap(({ hostPath: { path, type } }) => (type === 'Directory' ? path : []));
}

describe('the command of docker in', () => {
  test.each([
    {
      document: 'README.md',
      servers: [
        ['kube-apiserver', 'pass', 'seen', 'drift'],
        ['kubelite', 'pass', 'seen', ''],
      ],
      why: 'gives a complete result',
    },
    {
      document: 'docs/install.md',
      servers: [
        ['kube-apiserver', 'pass', 'unseen', 'drift'],
        ['kubelite', 'unknown', 'unseen', ''],
      ],
      why: 'gives what deploy/kubernetes/base does, and shows no more of the host',
    },
  ])('$document $why', async ({ document, servers }) => {
    await startHost();
    const runs = DOCKER_RUNS.filter((run) => run.document === document);
    expect(runs).toHaveLength(1);
    for (const { words } of runs) {
      const { stdout, stderr } = await runPod(image(), podOfDocker(words));
      expect(stderr).toBe('');
      expect(saidOf(parseReport(stdout))).toEqual({ host: 'host-name', servers });
      const { error, stderr: said } = spawnSync('sh', ['-c', words.join(' ')], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, DOCKER_HOST: 'unix:///nonexistent' },
      });
      if (error === undefined && !/not found/.test(said)) expect(said).toMatch(/^docker: Cannot connect/);
    }
  });
});

const TEXTFILES = '/var/lib/node_exporter/textfile_collector';

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isTrue(); tries += 1) await sleep(20);
  expect(isTrue()).toBe(true);
}

/** The DaemonSet, which does not wait so long, beside an API server that fails. */
async function startDaemon(overlay: string, textfiles: string, ...added: readonly string[]) {
  mountEtc(hostEtc(''));
  await start('kube-apiserver', ['--kubelet-https=false']);
  const spec = podOf(overlay, 'DaemonSet');
  const [container] = spec.containers;
  expect(container.args).toContain('--every=1h');
  const args = container.args.map((argument) => (argument === '--every=1h' ? '--every=1s' : argument));
  const pod = { ...spec, containers: [{ ...container, args: [...args, ...added] }] } as const;
  const { texts, ended, kill } = startPod(image(), pod, { [TEXTFILES]: textfiles });
  const end = async () => {
    const sentAt = performance.now();
    kill('TERM');
    return { status: await ended, milliseconds: performance.now() - sentAt };
  };
  return { texts, end, rounds: () => texts.stdout.split('\n').length - 1 };
}

describe('the DaemonSet', () => {
  test.each(['base', 'full'])(
    'of %s writes its metrics each round, and ends at once with the status of the last run',
    async (overlay) => {
      const textfiles = temporaryDirectory();
      const { texts, end, rounds } = await startDaemon(overlay, textfiles);
      await until(() => rounds() === 1);
      const file = join(textfiles, 'kubelet_https_audit.prom');
      const { ino } = statSync(file);
      await until(() => rounds() === 2);
      expect(statSync(file).ino).not.toBe(ino);
      expect(readFileSync(file, 'utf8')).toMatch(
        /^kubelet_https_audit_status\{(?=.*host="cp-1")(?=.*cluster="kubernetes").*\} 1$/m,
      );
      expect(readdirSync(textfiles)).toEqual(['kubelet_https_audit.prom']);
      expect(await end()).toEqual({ status: 1, milliseconds: expect.closeTo(0, -3) });
      expect(texts.stderr).toBe('');
    },
  );

  test('ends at once also in the middle of an audit, with the status of the run before', async () => {
    const textfiles = temporaryDirectory();
    const pipe = join(textfiles, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const descriptor = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK);
    onTestFinished(() => closeSync(descriptor));
    const { end, rounds } = await startDaemon('base', textfiles, '--report=json=/textfile/pipe');
    await until(() => rounds() === 1);
    fillPipe(descriptor);
    await sleep(2000);
    expect(await end()).toEqual({ status: 1, milliseconds: expect.closeTo(0, -3) });
    expect(rounds()).toBe(1);
  });
});
