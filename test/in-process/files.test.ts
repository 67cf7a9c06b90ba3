import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

const FIXTURES = 'test/fixtures/files';
const FAIL = `${FIXTURES}/workload/kubeadm-fail.yaml`;
const PASS = `${FIXTURES}/workload/kubeadm-pass.yaml`;
const MiB = 1024 * 1024;
const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver]\n';

async function auditJson(args: readonly string[], stdin = ''): Promise<JsonReport> {
  return parseReport((await runInProcess([...args, '-f', 'json'], { stdin })).stdout);
}

/** A directory with these files. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = temporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe('a report on files', () => {
  test.each([
    ['a failing manifest', [FAIL]],
    ['a passing manifest', [PASS]],
    ['a value that is not known', [`${FIXTURES}/workload/deployment-unknown.yaml`]],
    ['several uses', [`${FIXTURES}/workload/anchors-fail.yaml`]],
    ['a shell in JSON', [`${FIXTURES}/workload/gce-fail.json`]],
    ['a unit with variables', [`${FIXTURES}/systemd/centos`]],
    ['a log', [`${FIXTURES}/log/fail.k3s.log`]],
    ['a command line', [`${FIXTURES}/cmdline/fail.cmdline`]],
    ['a template', [`${FIXTURES}/workload/helm-template.yaml`]],
  ])('reads well: %s', async (name, args) => {
    const { stdout } = await runInProcess(args);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    await expect(stdout).toMatchFileSnapshot(`../fixtures/text/file-${name.replaceAll(' ', '-')}.txt`);
  });

  test.each([
    { text: 'a: {{ .x }}\n- b\n', named: 2, allowed: 0, why: 'a template of something else' },
    { text: 'nav: !!python/name:a.b\n', named: 2, allowed: 0, why: 'a tag of something else' },
    { text: 'a: [\n', named: 2, allowed: 0, why: 'a syntax error in something else' },
    { text: `${POD}    args: [`, named: 2, allowed: 2, why: 'a syntax error where one may start' },
    { text: `${POD}    args: [--kubelet-https=false]\n`, named: 1, allowed: 1, why: 'one that fails' },
    { text: `${POD}    args: {{ .x }}\n`, named: 2, allowed: 2, why: 'a template of one' },
  ])('with --allow-missing a file may start nothing: $why', async ({ text, named, allowed }) => {
    const file = join(tree({ 'a.yaml': text }), 'a.yaml');
    expect((await runInProcess([file])).status).toBe(named);
    expect((await runInProcess([file, '--allow-missing'])).status).toBe(allowed);
    expect((await runInProcess([`${file}x`, '--allow-missing'])).status).toBe(2);
  });

  test('a log is not to be edited, but what it is the log of', async () => {
    const { status, stderr } = await runInProcess(['fix', `${FIXTURES}/log/fail.k3s.log`]);
    expect(status).toBe(1);
    const said = stderr.replace(/\s+/g, ' ');
    expect(said).toContain('fail.k3s.log:5: --kubelet-https=false');
    expect(said).toContain('Edit kube-apiserver-arg of k3s or RKE2 (config.yaml');
  });

  test('shows no value but that of the flag', async () => {
    const root = tree({
      'a.yaml': `${POD}    args: ["--token=hunter2", '--kubelet-https=0', "--x", hunter2]\n    env: [{name: A, value: hunter2}]\n`,
      'b.yaml': `${POD}    args:\n    - hunter2\n    - --kubelet-https=0 # hunter2\n    - --token=hunter2\n`,
      'c.log':
        'level=info msg="Running kube-apiserver --a=hunter2 --kubelet-https=0 --z=hunter2"\nlevel=x hunter2\n',
      'd.cmdline': 'kube-apiserver\0--a=hunter2\0hunter2\n--x\0--kubelet-https=0\0--token=hunter2\0',
    });
    const { stdout, status } = await runInProcess([root]);
    expect(status).toBe(1);
    expect(stdout).not.toContain('hunter2');
    expect(stdout.match(/\^{17,}/g)).toHaveLength(4);
  });

  test.each([
    [FAIL, 1],
    [PASS, 0],
    [`${FIXTURES}/k0s/unknown.yaml`, 2],
    [`${FIXTURES}/talos/none.worker.yaml`, 3],
    ['src/model', 3],
  ])('has the exit status of what it says: %s', async (path, expected) => {
    expect((await runInProcess([path])).status).toBe(expected);
  });

  test('reads standard input as whatever it is', async () => {
    const manifest =
      '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"command":["kube-apiserver","--kubelet-https=f"]}]}}';
    expect(await auditJson(['-'], manifest)).toMatchObject({
      status: 'fail',
      findings: [{ target: { kind: 'file', path: '-', format: 'workload' } }],
    });
    expect(await auditJson(['-', PASS], '1 kube-apiserver --kubelet-https=f')).toMatchObject({
      summary: { pass: 1, fail: 1 },
      examined: { files: 1, processes: 1 },
    });
  });

  test('takes the word of --input', async () => {
    const root = tree({ odd: '--kubelet-https=0\n' });
    expect((await auditJson([join(root, 'odd'), '--input', 'arguments'])).status).toBe('fail');
    expect(await auditJson([PASS, '--input', 'kubeadm'])).toMatchObject({
      status: 'unknown',
      problems: [{ message: 'it is not in kubeadm format' }],
    });
  });

  test('shows nothing of a script but the flag, where variables are resolved in it', async () => {
    const script =
      'exec kube-apiserver --token=hunter2 \\\n          --etcd-servers=$(E) \\\n          --kubelet-https=0';
    const env = '    env: [{name: E, value: x}, {name: F, value: --kubelet-https=f}]\n';
    const pod = POD.replace(
      '  - command: [kube-apiserver]',
      `  - command:\n    - sh\n    - -c\n    - |\n          ${script}`,
    );
    const root = tree({
      'a.yaml': `${pod}${env}`,
      'b.yaml': `${pod.replace('--kubelet-https=0', '$(F)')}${env}`,
    });
    const { stdout } = await runInProcess([root]);
    expect(stdout).not.toContain('hunter2');
    expect(stdout).toContain('a.yaml:11:11');
    expect(stdout).toContain('2 failed');
  });

  test('shows nothing beside the flag where arguments have another shape', async () => {
    const text = `${POD}    args: --kubelet-https=false --token=hunter2\n`;
    const { stdout, status } = await runInProcess([tree({ 'a.yaml': text }), '-f', 'json']);
    expect(status).toBe(2);
    expect(stdout).not.toContain('hunter2');
  });

  test('prefers the release that a file names', async () => {
    const report = await auditJson([FAIL, '--kubernetes-version', '1.20']);
    expect(report.findings[0].warnings).toEqual([]);
  });
});

test('another program with the flag in a list with its header is not a server', async () => {
  const list =
    'UID PID CMD\nroot 9 /usr/bin/kubeturbo --kubelet-https=true\nroot 10 kube-apiserver --etcd-servers=x\n';
  expect(await auditJson(['-'], list)).toMatchObject({ status: 'pass', problems: [], summary: { pass: 1 } });
});

describe('what only shows a server', () => {
  test.each([
    {
      name: 'pod.yaml',
      text: POD.replace('spec:', 'metadata: {annotations: {kubernetes.io/config.mirror: x}}\nspec:').replace(
        ']',
        ', --kubelet-https=false]',
      ),
      edit: 'the manifest of the static pod on its node',
    },
    {
      name: 'cat.txt',
      text: '# /etc/systemd/system/a.service\n[Service]\nExecStart=/usr/bin/kube-apiserver --kubelet-https=false\n',
      edit: 'the files of a.service on its host',
    },
    {
      name: 'cmdline.txt',
      text: "[root@n ~]# tr '\\0' '\\n' </proc/7/cmdline\nkube-apiserver\n--kubelet-https=false\n",
      edit: 'what starts the server',
    },
  ])('is fixed elsewhere: $edit', async ({ name, text, edit }) => {
    const root = tree({ [name]: text });
    expect(await auditJson([root])).toMatchObject({ status: 'fail', exitStatus: 1 });
    const { status, stdout, stderr } = await runInProcess(['fix', join(root, name)]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(`Edit ${edit} and remove the --kubelet-https parameter.`);
  });
});

describe('a directory', () => {
  test('is searched, .git and node_modules left out, links to directories not followed', async () => {
    const root = tree({
      'a/b/c.txt': POD,
      '.git/d.yaml': POD,
      'node_modules/x/e.yaml': POD,
      '.hidden/f': POD,
    });
    symlinkSync(root, join(root, 'a', 'loop'));
    symlinkSync(join(root, 'a'), join(root, 'again'));
    symlinkSync(join(root, 'a', 'b', 'c.txt'), join(root, 'link.yaml'));
    symlinkSync('/nonexistent', join(root, 'dangling'));
    const report = await auditJson([root]);
    const paths = report.findings.map(({ target }: JsonReport) => target.path.slice(root.length + 1));
    expect(paths).toEqual(['.hidden/f', 'a/b/c.txt', 'link.yaml']);
    expect(report.problems).toEqual([]);
  });

  test('may hold anything that is not a manifest of an API server', async () => {
    const root = tree({
      'README.md': '# About\n\n    kind: x: kube-apiserver: {{\n',
      'main.go': 'package kubeapiserver\n// "kube-apiserver": {\n',
      'broken.yaml': 'a: b: c\n  - d',
      'notes.txt': 'The kube-apiserver must not have the flag --kubelet-https, which was removed.',
      'good.yaml': POD,
    });
    writeFileSync(join(root, 'binary'), Buffer.from('kube-apiserver\0\xff\xfe', 'latin1'));
    expect(await auditJson([root])).toMatchObject({ status: 'pass', problems: [], examined: { files: 6 } });
  });

  test('gives what can be read beside what cannot', async () => {
    const root = tree({ 'pod.yaml': `${POD}    args: [--kubelet-https=0]\n---\na: [\n` });
    expect(await auditJson([root])).toMatchObject({
      status: 'fail',
      problems: [{ path: join(root, 'pod.yaml') }],
    });
  });

  test('is audited once, however often it is named', async () => {
    const root = tree({ 'a/pod.yaml': POD });
    const report = await auditJson([root, join(root, 'a'), join(root, 'a', 'pod.yaml')]);
    expect(report.findings).toHaveLength(1);
  });

  test('says with -v what was not read', async () => {
    const root = tree({ 'pod.yaml': POD, 'doc.md': 'kube-apiserver: a: b' });
    writeFileSync(join(root, 'model.bin'), '');
    truncateSync(join(root, 'model.bin'), 100 * MiB);
    const { status, stdout } = await runInProcess([root, '-v']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/model\.bin:1:1\s+is larger than 4 MiB/);
    expect(stdout).toMatch(/doc\.md:1:1\s+\S/);
  });

  test('does not skip in silence a manifest of an API server that cannot be parsed', async () => {
    const root = tree({ 'good.yaml': POD, 'chart/pod.yaml': `${POD}  {{- if .Values.x }}\n` });
    const { status, stdout } = await runInProcess([root]);
    expect(status).toBe(2);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /chart\/pod\.yaml: it is a Helm template \(line 6\), and may start .+ helm template/,
    );
  });

  test('is read in proportion, and only what mentions an API server is parsed', async () => {
    const root = tree({ 'good.yaml': POD });
    for (let index = 0; index < 2000; index += 1)
      writeFileSync(join(root, `${index}.yaml`), 'a: b: c\n'.repeat(500));
    const report = await auditJson([root]);
    expect(report).toMatchObject({ status: 'pass', problems: [], examined: { files: 2001 } });
  });
});

describe('what is not put together or not known is not a pass', () => {
  const UNIT =
    '[Service]\nEnvironmentFile=/etc/default/kube-apiserver\nExecStart=/usr/bin/kube-apiserver --etcd-servers=x $ARGS\n';
  const KIND = 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n';
  const PATCH =
    'kubeadmConfigPatches: ["{kind: ClusterConfiguration, apiServer: {extraArgs: {kubelet-https: \'false\'}}}"]';
  const RKE =
    'nodes: [{address: a, role: [controlplane]}]\nservices: {kube-api: {extra_args: [kubelet-https=false]}}\n';

  test.each([
    {
      files: {
        'a.service': UNIT.replace(/Env.*\n/, ''),
        'a.service.d/b.conf': '[Service]\nEnvironment=ARGS=--kubelet-https=0\n',
      },
      status: 1,
      why: 'a drop-in',
    },
    ...['Environment=ARGS=--kubelet-https=0', 'EnvironmentFile=/e', 'EnvironmentFile=/none'].flatMap(
      (line) => {
        const dropIn = `[Service]\n${line}\n`;
        const unit = UNIT.replace(/Env.*\n/, 'Environment=ARGS=--v=2\n');
        const e = line.endsWith('/e') ? { e: 'ARGS=--kubelet-https=0\n' } : undefined;
        return [
          { 'a.service': unit, 'a.service.d/b.conf': dropIn, ...e },
          { 'a-b.service': unit, 'a-.service.d/b.conf': dropIn, ...e },
          { 'usr/lib/systemd/system/a.service': unit, 'etc/systemd/system/a.service.d/b.conf': dropIn, ...e },
          { 'a.service.d/a.conf': unit, 'a.service.d/b.conf': dropIn, ...(e && { 'a.service.d/e': e.e }) },
        ].map((files) => ({
          files,
          status: line.endsWith('/none') ? 2 : 1,
          why: `a drop-in over what ${Object.keys(files)[0]} sets, with ${line}`,
        }));
      },
    ),
    {
      files: {
        'a.service': UNIT.replace(/Env.*\n/, 'Environment=ARGS=--kubelet-https=0\n'),
        'a.service.d/b.conf': '[Service]\nUnsetEnvironment=ARGS\n',
      },
      status: 0,
      why: 'a drop-in that takes a variable away',
    },
    {
      files: {
        'a.service': UNIT.replace(/Env.*\n/, 'Environment=ARGS=--v=2\n'),
        ...Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a.service.d/${index}.conf`, ''])),
      },
      status: 2,
      why: 'more drop-ins than are read',
    },
    {
      files: { 'a.service': UNIT, 'kube-apiserver': 'kind: Pod\n' },
      status: 2,
      why: 'a file that has the name of another',
    },
    {
      files: { 'a.service': UNIT, 'kube-apiserver': '# x\nARGS="--v=2 --kubelet-https=0"\n' },
      status: 1,
      why: 'the file itself',
    },
    {
      files: {
        'etc/systemd/system/a.service': UNIT,
        'etc/systemd/system/kube-apiserver': 'ARGS=\n',
        'etc/default/kube-apiserver': 'ARGS=--kubelet-https=0\n',
      },
      status: 1,
      why: 'the file in the tree whose root the unit shows, not the one beside it',
    },
    {
      files: { 'etc/systemd/system/a.service': UNIT, 'etc/systemd/system/kube-apiserver': 'ARGS=\n' },
      status: 2,
      why: 'a file beside the unit where that of the tree is not there',
    },
    {
      files: { 'a.service': UNIT, 'kube-apiserver': 'ARGS=\n', 'etc/default/kube-apiserver': 'ARGS=--v=2\n' },
      status: 2,
      why: 'two files that may be meant',
    },
    {
      files: {
        's/a.service': UNIT.replace('default', 'x/default'),
        'default/kube-apiserver': 'ARGS=--kubelet-https=0\n',
        'other/kube-apiserver': 'ARGS=--v=2\n',
      },
      status: 1,
      why: 'the file in a directory of the same name beside that of the unit',
    },
    {
      files: { 's/a.service': UNIT, 'kube-apiserver': 'ARGS=--v=2\n' },
      status: 2,
      why: 'a file above the unit with no more than the name',
    },
    {
      files: {
        's/a.service': UNIT,
        's/kube-apiserver': 'ARGS=--v=2\n',
        'etc/default/kube-apiserver': 'ARGS=--v=3\n',
      },
      status: 2,
      why: 'two files that may be meant, in two directories',
    },
    {
      files: {
        'a.service': UNIT,
        'kube-apiserver': 'ARGS=--v=2\nKUBE_API_ARGS="--kubelet-https=0"\n',
      },
      status: 1,
      why: 'a variable that the unit does not take',
    },
    {
      files: { 'a.service': '[Service]\nEnvironment=OPTS=--kubelet-https=0\nExecStart=/opt/start.sh\n' },
      status: 2,
      why: 'a variable that a script may take',
    },
    {
      files: {
        'a.service':
          '[Service]\nEnvironment=OPTS=--kubelet-https=0\nExecStart=/opt/a.sh\nExecStart=/kube-apiserver $OPTS\n',
      },
      status: 1,
      why: 'a variable that the other command takes',
    },
    {
      files: { 'a.service': '[Service]\nEnvironment=OPTS=--kubelet-https=0\nExecStart=/kube-apiserver\n' },
      status: 0,
      why: 'a variable that kube-apiserver itself does not read',
    },
    {
      files: { 'a.service': '[Service]\nEnvironment=OPTS=--kubelet-https=0\nExecStart=/bin/echo x\n' },
      status: 3,
      why: 'a variable that a program does not take for sure',
    },
    {
      files: {
        'k.yaml': `${KIND}kubeadmConfigPatchesJSON6902: [{patch: "[{op: add, path: /apiServer/extraArgs/kubelet-https, value: 'false'}]"}]\n`,
      },
      status: 2,
      why: 'a JSON 6902 patch',
    },
    {
      files: {
        'k.yaml': `${KIND}${PATCH}\nnodes: [{role: control-plane}, {role: control-plane, ${PATCH.replace('false', 'true')}}]\n`,
      },
      status: 1,
      why: 'the patch of another node',
    },
    {
      files: {
        'c.yaml':
          "apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\napiServerExtraArgs: {}\napiServer: {extraArgs: {kubelet-https: 'false'}}\n",
      },
      status: 1,
      why: 'a field of another version',
    },
    { files: { 'r.yaml': RKE }, status: 2, why: 'a list for a map' },
    {
      files: { 'p.yaml': POD.replace('[kube-apiserver]', 'kube-apiserver --kubelet-https=false') },
      status: 2,
      why: 'a string for a list',
    },
    {
      files: { 'k3s.service': '[Service]\nExecStart=/usr/local/bin/k3s server\n' },
      status: 2,
      why: 'a configuration file',
    },
    {
      files: {
        'k3s.service':
          '[Service]\nExecStart=/usr/local/bin/k3s server --kube-apiserver-arg=kubelet-https=true\n',
      },
      status: 0,
      why: 'a command line that wins over it',
    },
    {
      files: { 'args/kube-apiserver': '"--etcd-servers=x"\n"--kubelet-https=false"\n' },
      status: 1,
      why: 'quoted arguments',
    },
    {
      files: { 'args/kube-apiserver': `--etcd-servers=x\n--kubelet-https=$\{X}\n` },
      status: 2,
      why: 'a placeholder',
    },
    {
      files: {
        'l.json':
          '{"kind":"PodList","apiVersion":"v1","items":[{"spec":{"containers":[{"command":["kube-apiserver"]}]}}]}',
      },
      status: 2,
      why: 'objects without a kind',
    },
  ])('$why: $status', async ({ files, status }) => {
    expect((await runInProcess([tree(files as Record<string, string>)])).status).toBe(status);
  });

  test.each([
    ['a.json', '{"apiVersion": "v1", "command": ["kube-apiserver" "--x"]}'],
    ['a.service.j2', '{% if x %}\n[Service]\nExecStart=kube-apiserver: {\n'],
    ['cluster.yml', 'nodes: [\nservices:\n  kube-api: {extra_args: {kubelet-https: "false"}\n'],
    ['kubeadm.yaml', 'kind: ClusterConfiguration\napiServer:\n- a: b: c\n'],
  ])('a damaged %s is not skipped in silence', async (name, text) => {
    expect((await runInProcess([tree({ [name]: text })])).status).toBe(2);
  });

  test('UTF-16 is read, and left to be edited by hand', async () => {
    const path = join(tree({}), 'pod.yaml');
    const text = POD.replace(']', ', --kubelet-https=false]');
    for (const bytes of [
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    ]) {
      writeFileSync(path, bytes);
      expect((await runInProcess([join(path, '..')])).stdout).toContain('--kubelet-https=false');
      const { status, stderr } = await runInProcess(['fix', '--write', path]);
      expect({ status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('it is UTF-16'),
      });
      expect(readFileSync(path)).toEqual(bytes);
    }
  });
});

describe('what a new user meets', () => {
  const FILES = {
    'archive.tar.gz': 'deploy/kube-apiserver.yaml\0\0',
    'list.txt': `UID PID PPID C STIME TTY TIME CMD\nroot 7 1 0 10:00 ? 00:00:01 kube-apiserver --v=2\n`,
    'many/a.yaml': POD,
    'many/b.yaml': `${POD}    - --kubelet-https=false\n`,
  };

  test.each([
    {
      path: 'audit',
      says: /^ {2}audit: cannot be read: no such file or directory\n {4}Check the path; kubelet-https-audit --help lists the commands\.\n/m,
      why: 'a command that there is not',
    },
    {
      path: 'archive.tar.gz',
      says: /archive\.tar\.gz: it is binary\n {4}Unpack archives and decompress files first/,
      why: 'an archive',
    },
    {
      path: 'many',
      says: /many\/b\.yaml:\d+:\d+: [\s\S]*\n {4}Fix the syntax error/,
      why: 'broken YAML among other files: where it is comes first',
    },
    {
      path: 'list.txt',
      says: /^ {2}The process list does not name its host; --host does, in every report\.$/m,
      why: 'a process list, which names no host',
    },
  ])('says what, where and what to do: $why', async ({ path, says }) => {
    const target = path in FILES || path === 'many' ? join(tree(FILES), path) : path;
    expect((await runInProcess([target])).stdout).toMatch(says);
  });

  test('a process list whose host was named has no hint for that', async () => {
    const { stdout } = await runInProcess([join(tree(FILES), 'list.txt'), '--host', 'cp-1']);
    expect(stdout).not.toContain('--host');
  });
});

describe('a file that is not what it seems', () => {
  const HOSTILE: Readonly<Record<string, (path: string) => void>> = {
    'larger than any manifest': (path) => {
      writeFileSync(path, '');
      truncateSync(path, 100 * MiB);
    },
    binary: (path) => writeFileSync(path, Buffer.alloc(100_000, 'kube-apiserver\0')),
    'ten thousand levels deep, flow': (path) => writeFileSync(path, `${POD}x: ${'['.repeat(10_000)}`),
    'ten thousand levels deep, block': (path) =>
      writeFileSync(path, Array.from({ length: 10_000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')),
    'ten thousand levels deep, compact': (path) =>
      writeFileSync(path, `${POD}x:\n  ${'- '.repeat(10_000)}a\n`),
    'a link to itself': (path) => symlinkSync(path, path),
    'no YAML': (path) => writeFileSync(path, `${POD}a: b: c\n`),
  };

  test.each(Object.entries(HOSTILE))('is a problem and status 2: %s', async (_, plant) => {
    const path = join(temporaryDirectory(), 'pod.yaml');
    plant(path);
    const { status, stdout, stderr } = await runInProcess([path]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(stdout).toContain('pod.yaml:');
  });

  test('is a problem where it is a socket', async () => {
    const path = join(temporaryDirectory(), 'socket');
    const server = createServer().listen(path);
    onTestFinished(() => void server.close());
    expect((await runInProcess([path])).status).toBe(2);
  });

  test.each([
    ['aliases', 2, `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${bomb((refs) => `[${refs}]`)}x: *a20\n`],
    ['lists', 2, `${listBomb()}---\n`],
    ['one alias 40,000 times', 0, `x: &a 1\ny:\n${'- *a\n'.repeat(40_000)}---\n`],
    ['merge keys', 2, `a0: &a0 {x: y}\n${bomb((refs) => `{<<: [${refs}]}`)}<<: *a20\n`],
  ])('does no harm as a bomb of %s: %d', async (_, status, text) => {
    const root = tree({ 'pod.yaml': `${text}${POD}` });
    expect((await runInProcess([join(root, 'pod.yaml')])).status).toBe(status);
  });

  test('is left out where it vanished', async () => {
    const root = tree({ 'pod.yaml': POD });
    rmSync(join(root, 'pod.yaml'));
    expect((await runInProcess([root])).status).toBe(3);
  });

  function listBomb(): string {
    const level = (index: number) =>
      `l${index}: &l${index} {kind: List, items: [${Array.from({ length: 10 }, () => `*l${index - 1}`).join(', ')}]}\n`;
    return `l0: &l0 {kind: Pod}\n${Array.from({ length: 10 }, (_, index) => level(index + 1)).join('')}kind: List\nitems: [*l10]\n`;
  }

  function bomb(list: (references: string) => string): string {
    return Array.from({ length: 20 }, (_, level) => {
      const references = Array.from({ length: 9 }, () => `*a${level}`).join(', ');
      return `a${level + 1}: &a${level + 1} ${list(references)}\n`;
    }).join('');
  }
});
