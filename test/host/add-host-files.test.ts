// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addHostFiles } from '../../src/host/add-host-files.ts';
import { discover } from '../../src/detection/discover.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { rootFiles } from '../support/root-files.ts';
import { hostFilesOf } from '../../src/host/host-files.ts';
import { auditRoot, auditTree, lineOf, type TreeFiles, writeTree } from '../support/audit-tree.ts';
import { hostTree, type TreeProcess } from '../support/host-tree.ts';
import { processOf } from '../support/reports.ts';

const CONFIG = 'etc/rancher/k3s/config.yaml';
const UNIT = 'etc/systemd/system/k3s.service';
const MANIFESTS = 'etc/kubernetes/manifests';
const ID = 'a'.repeat(64);

const init: TreeProcess = { pid: 1, cmdline: ['/sbin/init'] };
const k3s: TreeProcess = { pid: 9, cmdline: ['/usr/local/bin/k3s server'] };
const server: TreeProcess = { pid: 42, cmdline: ['kube-apiserver', '--etcd-servers=x', '--z'], uid: 0 };

async function linesOf(processes: readonly TreeProcess[], files: TreeFiles): Promise<string[]> {
  const { findings } = await auditTree([init, ...processes], files);
  return findings.map(lineOf);
}

function unit(words = '', more = ''): TreeFiles {
  return { [UNIT]: `[Service]\n${more}ExecStart=/usr/local/bin/k3s server ${words}\n` };
}

const list = (key: string, ...values: string[]) =>
  `${key}: [${values.map((one) => `"${one}"`).join(', ')}]\n`;
const ARG = 'kube-apiserver-arg';
const BAD = 'kubelet-https=false';
const GOOD = 'kubelet-https=true';

describe('k3s', () => {
  test.each([
    { why: 'without configuration', files: unit(), line: 'pass | not set' },
    {
      why: 'by its configuration',
      files: { ...unit(), [CONFIG]: list(ARG, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'a value alone, with dashes',
      files: { ...unit(), [CONFIG]: `${ARG}: "--${BAD}"\n` },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'a drop-in replaces',
      files: { ...unit(), [CONFIG]: list(ARG, BAD), [`${CONFIG}.d/a.yaml`]: list(ARG, 'v=2') },
      line: 'pass | not set',
    },
    {
      why: 'a drop-in adds',
      files: { ...unit(), [CONFIG]: list(ARG, 'v=2'), [`${CONFIG}.d/a.yml`]: list(`${ARG}+`, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}.d/a.yml:1`,
    },
    {
      why: 'drop-ins go by their names, hidden ones too, others not',
      files: {
        ...unit(),
        [`${CONFIG}.d/.a.yaml`]: list(ARG, 'v=1'),
        [`${CONFIG}.d/b.YAML`]: list(`${ARG}+`, BAD),
        [`${CONFIG}.d/c.yaml.bak`]: list(ARG, 'v=2'),
      },
      line: `fail | --kubelet-https=false | /${CONFIG}.d/b.YAML:1`,
    },
    {
      why: 'the command line is behind the configuration',
      files: { ...unit(`--kube-apiserver-arg ${BAD}`), [CONFIG]: list(ARG, GOOD) },
      line: `fail | --kubelet-https=false | /${UNIT}:2 | flag-repeated`,
    },
    {
      why: 'a value with - goes before those that are there',
      files: { ...unit(), [CONFIG]: list(ARG, GOOD, 'kubelet-https-=false') },
      line: `pass | --kubelet-https=true | /${CONFIG}:1 | flag-deprecated | flag-repeated`,
    },
    {
      why: 'another configuration, named on the command line',
      files: { ...unit('-c /x.yaml'), 'x.yaml': list(ARG, BAD), [CONFIG]: list(ARG, GOOD) },
      line: 'fail | --kubelet-https=false | /x.yaml:1',
    },
    {
      why: 'the environment names it before the command line',
      files: {
        ...unit('--config=/x.yaml'),
        'x.yaml': list(ARG, GOOD),
        'y.yaml': list(ARG, BAD),
        'proc/9/environ': 'A=b\0K3S_CONFIG_FILE=/y.yaml\0',
      },
      line: 'fail | --kubelet-https=false | /y.yaml:1',
    },
    {
      why: 'a variable of the unit, resolved by the environment of the process',
      files: { ...unit('$X'), 'proc/9/environ': `X=--kube-apiserver-arg=${BAD}\0` },
      line: 'fail | --kubelet-https=false | /etc/systemd/system/k3s.service:2',
    },
    {
      why: 'a drop-in of the unit with a variable',
      files: {
        ...unit('$X'),
        [`${UNIT}.d/a.conf`]: `[Service]\nEnvironment=X=--kube-apiserver-arg=${BAD}\n`,
      },
      line: `fail | --kubelet-https=false | /${UNIT}.d/a.conf:2`,
    },
    ...[`X=--kube-apiserver-arg=${BAD}`, 'K3S_CONFIG_FILE=/b.yaml'].map((variable) => ({
      why: `variables that systemd has for every service: ${variable}`,
      files: {
        ...unit('$X'),
        [CONFIG]: list(ARG, GOOD),
        'etc/systemd/system.conf': `[Manager]\nDefaultEnvironment="${variable}"\n`,
      },
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    })),
    {
      why: 'a line before the sections of a drop-in',
      files: {
        ...unit(`--kube-apiserver-arg=${GOOD}`),
        [`${UNIT}.d/a.conf`]: `x=y\n[Service]\nExecStart=\nExecStart=/bin/k3s server --kube-apiserver-arg=${BAD}\n`,
      },
      line: `fail | --kubelet-https=false | /${UNIT}.d/a.conf:4`,
    },
    {
      why: 'configuration that is no YAML, of which nothing is shown',
      files: { ...unit(), [CONFIG]: 'token: "hunter2\n' },
      line: `unknown | its arguments may be in /${CONFIG}: line 2, column 1: Missing closing "quote`,
    },
    {
      why: 'no unit file',
      files: {},
      line: 'unknown | k3s runs in k3s.service, which has no unit file',
    },
    {
      why: 'a unit that starts something else',
      files: { [UNIT]: '[Service]\nExecStart=/opt/start-k3s\n' },
      line: 'unknown | the command line of k3s server cannot be determined from k3s.service',
    },
    {
      why: 'a unit of another name',
      files: {
        'proc/9/cgroup': '0::/system.slice/edge.service\n',
        'lib/systemd/system/edge.service': `[Service]\nExecStart=/bin/k3s server --kube-apiserver-arg=${BAD}\n`,
        ...unit(),
      },
      line: 'fail | --kubelet-https=false | /lib/systemd/system/edge.service:2',
    },
    {
      why: 'a container',
      files: { ...unit(), 'proc/9/cgroup': `0::/docker/${ID}\n` },
      line: `unknown | k3s runs in container ${ID.slice(0, 12)}, and hides its command line`,
    },
    {
      why: 'no unit at all',
      files: { ...unit(), 'proc/9/cgroup': '0::/openrc.k3s\n' },
      line: 'unknown | k3s was not started by a systemd unit, and hides its command line',
    },
    {
      why: 'a configuration that is named and not there',
      files: { ...unit('--config=/gone.yaml'), [CONFIG]: list(ARG, GOOD) },
      line: 'unknown | its arguments may be in /gone.yaml: it does not exist',
    },
    {
      why: 'a configuration of the network',
      files: unit('-c https://example.com/k3s.yaml'),
      line: 'unknown | its arguments may be in https://example.com/k3s.yaml: it does not exist',
    },
    {
      why: 'a relative path',
      files: { ...unit('-c my.yaml'), 'my.yaml': list(ARG, GOOD) },
      line: 'unknown | its arguments may be in my.yaml: it does not exist',
    },
    {
      why: 'an environment file that bears the name of the unit',
      files: {
        ...unit('', 'EnvironmentFile=-/etc/default/%N\n'),
        'etc/default/k3s': 'K3S_CONFIG_FILE=/x.yaml\n',
        'x.yaml': list(ARG, BAD),
      },
      line: 'fail | --kubelet-https=false | /x.yaml:1',
    },
    {
      why: 'environment files that cannot be told',
      files: unit('', 'EnvironmentFile=-/etc/default/*.env\n'),
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    },
    ...[
      { start: 'K3S_CONFIG_FILE=/x.yaml exec k3s server', why: 'a shell that names another configuration' },
      { start: '. /etc/k3s.env; exec k3s server', why: 'a shell that reads variables from a file' },
      { start: 'export $$(cat /etc/k3s.env); exec k3s server', why: 'a shell that exports variables' },
    ].map(({ start, why }) => ({
      why,
      files: { [UNIT]: `[Service]\nExecStart=/bin/sh -c '${start}'\n`, 'x.yaml': list(ARG, BAD) },
      line: 'unknown | its arguments may be in K3S_CONFIG_FILE: the environment may name another configuration file',
    })),
    {
      why: 'a shell that starts it with nothing else',
      files: { [UNIT]: "[Service]\nExecStart=/bin/sh -c 'exec k3s server'\n", [CONFIG]: list(ARG, BAD) },
      line: `fail | --kubelet-https=false | /${CONFIG}:1`,
    },
    {
      why: 'an API server that is not disabled after all',
      files: {
        ...unit(),
        [CONFIG]: `disable-apiserver: true\n${list(ARG, BAD)}`,
        [`${CONFIG}.d/a.yaml`]: 'disable-apiserver: false\n',
      },
      line: `fail | --kubelet-https=false | /${CONFIG}:2`,
    },
    {
      why: 'an API server that the command line enables',
      files: { ...unit('--disable-apiserver=false'), [CONFIG]: 'disable-apiserver: true\n' },
      line: 'pass | not set',
    },
    {
      why: 'an environment that its title has overwritten',
      files: {
        ...unit('$X', `Environment=X=--kube-apiserver-arg=${BAD}\n`),
        'proc/9/environ': '\0\0\0\0',
      },
      line: `fail | --kubelet-https=false | /${UNIT}:2`,
    },
    {
      why: 'binary',
      files: { ...unit(), [CONFIG]: `${ARG}: !!binary a3ViZWxldC1odHRwcz1mYWxzZQ==\n` },
      line: `unknown | its arguments may be in /${CONFIG}: line 1, column 30: Kubernetes may not read this tag`,
    },
    {
      why: 'a broken configuration with secrets in its directives',
      files: { ...unit(), [CONFIG]: '%YAML hunter2\n---\na: b\n' },
      line: `unknown | its arguments may be in /${CONFIG}: line 1, column 7: Unsupported YAML`,
    },
  ])('is judged: $why', async ({ files, line }) =>
    expect(await linesOf([k3s], files as unknown as TreeFiles)).toEqual([line]),
  );

  test('that runs no API server is none', async () => {
    const report = await auditTree([init, k3s], { ...unit(), [CONFIG]: 'disable-apiserver: true\n' });
    expect(report).toMatchObject({ status: 'notapplicable', findings: [] });
    expect(report.examined.setAside).toHaveLength(1);
  });
});

test('k3s passes over directories among its drop-ins', async () => {
  const files = { ...unit(), [CONFIG]: list(ARG, BAD), [`${CONFIG}.d/a.yaml/x`]: '' };
  expect(await linesOf([k3s], files)).toEqual([`fail | --kubelet-https=false | /${CONFIG}:1`]);
});

describe('kubelite', () => {
  const kubelite: TreeProcess = {
    pid: 9,
    cmdline: ['/snap/microk8s/1/kubelite', '--apiserver-args-file=/args'],
  };

  test.each([
    { text: '--v=2\n', line: 'pass | not set' },
    {
      text: '# --kubelet-https=true\n\n--v=2\n"--kubelet-https=\'false\'"',
      line: 'fail | --kubelet-https=false | /args:4',
    },
    { text: '--v=2 --kubelet-https=0\n', line: 'fail | --kubelet-https=0 | /args:1' },
    { text: '--a=${ROOT}/x --kubelet-https=$VALUE\n', line: 'fail | --kubelet-https=false | /args:1' },
    { text: '--kubelet-https=${NONE}\n', line: 'fail | --kubelet-https= | /args:1' },
  ])('reads $text', async ({ text, line }) => {
    const files = { args: text, 'proc/9/environ': 'VALUE=false\0ROOT=/r\0' };
    expect(await linesOf([kubelite], files)).toEqual([line]);
  });

  test('is read in proportion, whatever it holds', async () => {
    expect(await linesOf([kubelite], { args: '${'.repeat(120_000), 'proc/9/environ': 'A=1\0' })).toHaveLength(
      1,
    );
  });

  test('is unknown where variables matter and cannot be known, or the file cannot be read', async () => {
    expect(await linesOf([kubelite], { args: '--a=$X\n--b=1\n' })).toEqual(['pass | not set']);
    expect(await linesOf([kubelite], { args: '--kubelet-https=$X\n' })).toEqual([
      expect.stringMatching(/^unknown/),
    ]);
    expect(await linesOf([kubelite], {})).toEqual([
      'unknown | its arguments may be in /args: cannot be read: no such file or directory',
    ]);
  });
});

describe('OpenShift', () => {
  const openshift: TreeProcess = {
    pid: 9,
    cmdline: ['kube-apiserver', '--kubelet-https=true', '--openshift-config=/config.yaml', '--v=2'],
  };
  const config = (args: string) =>
    `apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeAPIServerConfig\napiServerArguments: ${args}\n`;

  test.each([
    { args: '{}', line: 'pass | --kubelet-https=true | flag-deprecated' },
    {
      args: '{kubelet-https: ["false"]}',
      line: 'fail | --kubelet-https=false | /config.yaml:3 | flag-repeated',
    },
  ])('has its file behind its command line: $args', async ({ args, line }) =>
    expect(await linesOf([openshift], { 'config.yaml': config(args) })).toEqual([line]),
  );

  test('is not judged by the file of another revision, which the next manifest names', async () => {
    const uid = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';
    const manifest = (pod: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {uid: ${pod}}\nspec:\n  volumes: [{name: r, hostPath: {path: /r-6}}]\n` +
      `  containers:\n  - {command: [kube-apiserver, --openshift-config=/r/c.yaml], volumeMounts: [{name: r, mountPath: /r}]}\n`;
    const process = { ...openshift, cmdline: ['kube-apiserver', '--openshift-config=/r/c.yaml'] };
    const files = (pod: string) => ({
      'proc/9/cgroup': `0::/kubepods/pod${uid}/${ID}\n`,
      'r-6/c.yaml': config('{kubelet-https: ["true"]}'),
      'etc/kubernetes/manifests/a.yaml': manifest(pod),
    });
    expect(await linesOf([process], files(uid))).toEqual([
      'pass | --kubelet-https=true | /r-6/c.yaml:3 | flag-deprecated',
    ]);
    expect(await linesOf([process], files(uid.replace('7', '8')))).toEqual([
      'unknown | its arguments may be in /r/c.yaml: cannot be read: no such file or directory',
    ]);
  });

  test('is unknown where the file is another one, and shows nothing of it', async () => {
    const secrets = 'root:$6$hunter2:19000:0:99999:7:::\n--kubelet-https=hunter2\n';
    const report = await auditTree([init, openshift], { 'config.yaml': secrets });
    expect(report.findings[0]).toMatchObject({
      status: 'unknown',
      reason: expect.stringMatching(/^its arguments may be in \/config.yaml: line 2, column 1: [^:]*$/),
    });
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});

const pod = (args: string, name = 'kube-apiserver', more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: kube-system${more}}\nspec:\n  containers:\n  - command: [kube-apiserver, --etcd-servers=x${args}]\n`;
const WRONG = pod(', --kubelet-https=false');

describe('a static pod', () => {
  test.each([
    { why: 'as it runs', files: { 'a.yaml': pod('') }, line: 'pass | not set' },
    {
      why: 'that will start otherwise',
      files: { 'a.yaml': WRONG },
      line: `pass | not set | drift /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'whose backup wins',
      files: { 'a.yaml': pod(''), 'a.yaml.bak': WRONG },
      line: `pass | not set | stray-manifest /${MANIFESTS}/a.yaml.bak:6 | drift /${MANIFESTS}/a.yaml.bak:6`,
    },
    {
      why: 'whose leftover comes back when it is gone',
      files: { '#a.yaml#': WRONG, 'a.yaml': pod('') },
      line: `pass | not set | stray-manifest /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'beside what a kubelet does not read',
      files: { 'a.yaml': pod(''), '.a.yaml.swp': WRONG, 'old/a.yaml': WRONG },
      line: 'pass | not set',
    },
    {
      why: 'of which only the first document counts',
      files: { 'a.yaml': `${pod('')}---\n${WRONG}` },
      line: 'pass | not set',
    },
    {
      why: 'behind a link',
      files: { 'a.yaml': '->/srv/a.yaml', '../../../srv/a.yaml': WRONG },
      line: `pass | not set | drift /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'that is no list',
      files: { 'a.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${WRONG.replaceAll('\n', '\n  ')}\n` },
      line: 'pass | not set',
    },
    {
      why: 'beside another API server, told apart by its arguments',
      files: {
        'a.yaml': pod('', 'other'),
        'z.yaml': pod(', --z, --kubelet-https=0'),
        'zz.yaml': pod('', 'third'),
      },
      line: `pass | not set | drift /${MANIFESTS}/z.yaml:6`,
    },
    {
      why: 'whose file is broken',
      files: { 'a.yaml': `${WRONG}  x: [\n` },
      line: 'pass | not set | drift',
    },
  ])('$why', async ({ files, line }) => {
    const own = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`${MANIFESTS}/${name}`, text ?? '']),
    );
    expect(await linesOf([server], own)).toEqual([line]);
  });

  test.each([
    { cmdline: ['kubelet', '--pod-manifest-path=/m'], files: {}, why: 'by a flag' },
    {
      cmdline: ['kubelet', '--config', '/c.yaml'],
      files: { 'c.yaml': 'staticPodPath: /m\n' },
      why: 'by its configuration',
    },
    {
      cmdline: ['kubelet', '--config=/c.yaml', '--config-dir=/d'],
      files: {
        'c.yaml': 'staticPodPath: /n\n',
        'd/1.conf': 'staticPodPath: /m\n',
        'd/2.yaml': 'staticPodPath: /n\n',
      },
      why: 'by a drop-in of it',
    },
    {
      cmdline: ['kubelet', '--pod-manifest-path', '/m', '--config=/c.yaml'],
      files: { 'c.yaml': 'staticPodPath: /n\n' },
      why: 'by a flag before its configuration',
    },
  ])('is where the kubelet reads it: $why', async ({ cmdline, files }) => {
    const processes = [server, { pid: 7, cmdline, uid: 0 }];
    const tree = { 'm/a.yaml': WRONG, [`${MANIFESTS}/a.yaml`]: pod(', --kubelet-https=0'), ...files };
    expect(await linesOf(processes, tree as unknown as TreeFiles)).toEqual([
      'pass | not set | drift /m/a.yaml:6',
    ]);
  });

  test.each([
    { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/home/u'], uid: 1000 },
    { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/home/u'], uid: 0, exe: '/usr/bin/su' },
  ])('is not where the process of a user says: $exe', async (kubelet) => {
    const tree = { 'home/u/a.yaml': pod(''), [`${MANIFESTS}/a.yaml`]: WRONG };
    expect(await linesOf([server, kubelet], tree)).toEqual([`pass | not set | drift /${MANIFESTS}/a.yaml:6`]);
  });

  test.each([
    {
      files: { 'etc/kubelet.yaml': 'staticPodPath: sp\n', 'etc/sp/a.yaml': WRONG },
      path: '/etc/sp/a.yaml',
      why: 'a relative path',
    },
    {
      files: { 'etc/kubelet.yaml': 'staticPodPath: /one.yaml\n', 'one.yaml': WRONG },
      path: '/one.yaml',
      why: 'one file',
    },
  ])('is where the kubelet reads it, be it $why', async ({ files, path }) => {
    const kubelet = {
      pid: 7,
      cmdline: ['kubelet', '--config=/etc/kubelet.yaml'],
      uid: 0,
      exe: '/usr/bin/kubelet',
    };
    expect(await linesOf([server, kubelet], files as unknown as TreeFiles)).toEqual([
      `pass | not set | drift ${path}:6`,
    ]);
  });

  test('is not what a planted file of minikube says on another host', async () => {
    const planted =
      'apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\napiServer: {extraArgs: {kubelet-https: "false"}}\n';
    const files = { [`${MANIFESTS}/a.yaml`]: pod(''), 'var/tmp/minikube/kubeadm.yaml': planted };
    expect(await linesOf([server], files)).toEqual(['pass | not set']);
    const minikube = {
      ...server,
      cmdline: [...(server.cmdline as string[]), '--tls-cert-file=/var/lib/minikube/certs/a'],
    };
    expect(await linesOf([minikube], files)).toEqual([
      'pass | not set | drift /var/tmp/minikube/kubeadm.yaml:3',
    ]);
  });

  test.each([
    { name: Buffer.from('z\xff', 'latin1'), text: WRONG, shown: 'z\\xff:6', why: 'a name that is no UTF-8' },
    { name: 'notes.txt', text: WRONG, shown: 'notes.txt:6', why: 'the ending of a text' },
    {
      name: 'z.yaml',
      text: WRONG.replaceAll('kube-apiserver', '"\\x6bube-api\\u0073erver"').replace('etcd', '\\x65tcd'),
      shown: 'z.yaml:6',
      why: 'no word as it is',
    },
  ])('is read whatever its file is like: $why', async ({ name, text, shown }) => {
    const root = hostTree([init, server]);
    mkdirSync(join(root, MANIFESTS), { recursive: true });
    writeFileSync(Buffer.concat([Buffer.from(join(root, MANIFESTS, '/')), Buffer.from(name)]), text);
    const { findings } = await auditRoot(root);
    expect(findings.map(lineOf)).toEqual([`pass | not set | drift /${MANIFESTS}/${shown}`]);
  });

  test('of RKE2 may have leftovers as well', async () => {
    const directory = 'var/lib/rancher/rke2/agent/pod-manifests';
    expect(
      await linesOf([server], { [`${directory}/a.yaml`]: pod(''), [`${directory}/a.yaml~`]: pod('') }),
    ).toEqual([`pass | not set | stray-manifest /${directory}/a.yaml~:6`]);
  });

  test('is none that another cluster has sent', async () => {
    const uid = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';
    const tree = { [`${MANIFESTS}/a.yaml`]: WRONG, 'proc/42/cgroup': `0::/kubepods/pod${uid}/${ID}\n` };
    expect(await linesOf([server], tree)).toEqual(['pass | not set']);
  });
});

test('a process that ends meanwhile is unknown, for its files can no more be seen', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has /proc');
  const gone = processOf(4_194_304, ['k3s server'], '/usr/local/bin/k3s');
  const scan = { source: 'procfs', processes: 1, problems: [], invocations: [gone] } as const;
  const { servers } = await addHostFiles(discover(scan), hostFilesOf('/', []));
  expect(servers).toMatchObject([
    { hidden: { reason: 'it ended or restarted while its files were being read' } },
  ]);
});

describe('a manifest whose API server does not run', () => {
  const uuid = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';

  test.each([
    { why: 'nothing else runs', processes: [], cgroup: '' },
    {
      why: 'a process of a user bears its name',
      processes: [{ ...server, uid: 1000 }],
      cgroup: '0::/user.slice/user-1000.slice/session-3.scope\n',
    },
    {
      why: 'another cluster has servers here',
      processes: [server],
      cgroup: `0::/kubepods/pod${uuid}/${ID}\n`,
    },
  ])('is a problem, though $why', async ({ processes, cgroup }) => {
    const report = await auditTree([init, ...processes], {
      [`${MANIFESTS}/a.yaml`]: WRONG,
      ...(cgroup === '' ? {} : { 'proc/42/cgroup': cgroup }),
    });
    expect(report).toMatchObject({ status: 'unknown', problems: [{ path: `/${MANIFESTS}/a.yaml` }] });
  });

  test('is a problem beside one that runs', async () => {
    const files = {
      [`${MANIFESTS}/a.yaml`]: pod(''),
      [`${MANIFESTS}/b.yaml`]: pod(', --kubelet-https=0', 'old'),
    };
    const report = await auditTree([init, server], files);
    expect(report.problems).toMatchObject([{ path: `/${MANIFESTS}/b.yaml` }]);
  });
});

describe('what starts a server next is told to be unknown', () => {
  const ID_OF_STATIC_POD = 'd638bb69897936db0ff75be87e44622c';

  test.each([
    {
      why: 'a manifest that starts something else',
      cgroup: `0::/kubepods/pod${ID_OF_STATIC_POD}/${ID}\n`,
      files: {
        [`${MANIFESTS}/a.yaml`]: pod('').replace('kube-apiserver, --etcd-servers=x', '/opt/start.sh'),
      },
    },
    { why: 'no manifest', cgroup: `0::/kubepods/pod${ID_OF_STATIC_POD}/${ID}\n`, files: {} },
    {
      why: 'a unit that starts a script',
      cgroup: '0::/system.slice/kube-apiserver.service\n',
      files: { 'etc/systemd/system/kube-apiserver.service': '[Service]\nExecStart=/opt/start.sh\n' },
    },
  ])('$why', async ({ cgroup, files }) => {
    const tree = { ...files, 'proc/42/cgroup': cgroup } as unknown as TreeFiles;
    expect(await linesOf([server], tree)).toEqual(['pass | not set | drift']);
  });
});

test('a kubelet in a pod says nothing about the static pods of its host', async () => {
  const kubelet = { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/evil'], uid: 0, exe: '/kubelet' };
  const files = {
    'proc/7/cgroup': `0::/kubepods/pod761ba443-a9d6-4fb7-a0a4-3529d7aa586b/${ID}\n`,
    'evil/a.yaml': pod(', --z'),
    [`${MANIFESTS}/a.yaml`]: WRONG,
  };
  expect(await linesOf([server, kubelet], files)).toEqual([`pass | not set | drift /${MANIFESTS}/a.yaml:6`]);
});

describe('what another user can make', () => {
  test('variables that grow without bound are unknown, and nothing else', async () => {
    const kubelite = { pid: 9, cmdline: ['kubelite', '--apiserver-args-file=/args'], uid: 1000 };
    const real = { ...server, cmdline: ['kube-apiserver', '--kubelet-https=false'] };
    const lines = await linesOf([kubelite, real], {
      args: '$A'.repeat(100_000),
      'proc/9/environ': `A=${'x'.repeat(100_000)}\0`,
    });
    expect(lines[0]).toMatch(/^unknown .* far longer than it is written/);
    expect(lines[1]).toMatch(/^fail/);
  });

  test('a value of many dashes costs no time', async () => {
    const files = { ...unit(), [CONFIG]: `${ARG}: "${'-'.repeat(200_000)}x"\n` };
    expect(await linesOf([k3s], files)).toHaveLength(1);
  });
});

describe('a link planted in a tree', () => {
  test('shows nothing of what it leads to', async () => {
    const manifest = { [`${MANIFESTS}/a.yaml`]: '->/../../../../../../../../etc/passwd' };
    const openshift = {
      ...server,
      cmdline: ['kube-apiserver', '--openshift-config=../../../../../../etc/passwd'],
    };
    const [line] = await linesOf([openshift], manifest);
    expect(line).toMatch(/^unknown .* no such file or directory$/);
  });
});

describe('processes of other users', () => {
  const of = (pid: number, uid: number | null, realUid?: number): Invocation => ({
    ...processOf(pid, ['kubelite']),
    origin: { kind: 'process', pid, uid, executable: null, ...(realUid !== undefined && { realUid }) },
  });
  const discoveryOf = (invocations: readonly Invocation[]) =>
    discover({ source: 'procfs', processes: 0, problems: [], invocations });

  test('are completed after those of root, and reported in their order', async () => {
    const looked: number[] = [];
    const host = {
      ...hostFilesOf(hostTree([init]), []),
      proc: '/none',
      viewOf: ({ pid }: { pid: number }) => {
        looked.push(pid);
        return rootFiles('/none');
      },
    };
    const { servers } = await addHostFiles(
      discoveryOf([of(3, 1000), of(4, 0, 1000), of(5, 0), of(6, null), of(7, 0)]),
      host,
    );
    expect(looked).toEqual([5, 7, 3, 4, 6]);
    const origins = servers.map(({ invocation: { origin } }) => origin.kind === 'process' && origin.pid);
    expect(origins).toEqual([3, 4, 5, 6, 7]);
  });

  test('make the audit read no file of the host again', async () => {
    class Reads extends Map<string, Buffer> {
      readonly paths: string[] = [];
      override get(path: string): undefined {
        this.paths.push(path);
        return undefined;
      }
    }
    const root = hostTree([init]);
    writeTree(root, {
      'etc/systemd/system/a.service': '[Service]\nEnvironmentFile=/e\nExecStart=/usr/bin/kube-apiserver $A\n',
      e: 'A=--v=2\n',
      'etc/k0s/k0s.yaml': 'spec: {}\n',
    });
    const cgroup = { unit: 'a.service', containerId: null, podUid: null };
    const servers = Array.from(
      { length: 50 },
      (_, index): Invocation => ({
        ...processOf(index + 2, ['kube-apiserver']),
        origin: {
          kind: 'process',
          pid: index + 2,
          uid: 1000,
          executable: index % 2 ? '/usr/bin/kube-apiserver' : '/var/lib/k0s/bin/kube-apiserver',
          cgroup,
        },
      }),
    );
    const reads = new Reads();
    await addHostFiles(discoveryOf(servers), hostFilesOf(root, [], reads));
    expect(reads.paths.sort()).toEqual(['/e', '/etc/k0s/k0s.yaml', '/etc/systemd/system/a.service']);
  });
});
