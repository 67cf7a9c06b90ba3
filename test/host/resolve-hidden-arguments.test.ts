// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that

import { describe, expect, test } from 'vitest';
import { detectAll } from '../../src/detection/detect.ts';
import { addHostFiles } from '../../src/host/add-host-files.ts';
import { hostFilesOf } from '../../src/host/host-files.ts';
import { onHost } from '../../src/host/resolve-hidden-arguments.ts';
import { auditTree } from '../support/audit-tree.ts';
import { ID, init, linesOf, MANIFESTS, server } from '../support/example-host.ts';
import type { TreeProcess } from '../support/host-tree.ts';
import { processOf } from '../support/reports.ts';

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
    { args: '{kubelet-https: }', line: 'pass | --kubelet-https=true | flag-deprecated' },
    { args: '{kubelet-https: null}', line: 'pass | --kubelet-https=true | flag-deprecated' },
    {
      args: '{kubelet-https: [null]}',
      line: 'fail | --kubelet-https= | /config.yaml:3 | flag-repeated',
    },
    {
      args: '{kubelet-https: ["false"]}',
      line: 'fail | --kubelet-https=false | /config.yaml:3 | flag-repeated',
    },
  ])('has its file after its command line: $args', async ({ args, line }) =>
    expect(await linesOf([openshift], { 'config.yaml': config(args) })).toEqual([line]),
  );

  const http = config('{kubelet-https: ["false"]}');
  const json =
    '{"apiVersion":"kubecontrolplane.config.openshift.io/v1","kind":"KubeAPIServerConfig","apiServerArguments":{"kubelet-https":["false"]}}';

  test.each([
    { why: 'the first document alone', text: `${http}---\na: [\n`, line: /^fail \| --kubelet-https=false/ },
    {
      why: 'a first document that is empty',
      text: `---\n---\n${http}`,
      line: /^unknown .*not such a config/,
    },
    {
      why: 'the object that the file is made from',
      text: `kind: ConfigMap\ndata: {config.yaml: ${JSON.stringify(http)}}\n`,
      line: /^unknown .*not such a config/,
    },
    {
      why: 'statements of a template',
      text: `${http}a: "{% b %}"\n`,
      line: /^fail \| --kubelet-https=false/,
    },
    { why: 'JSON', text: `${json}\n`, line: /^fail \| --kubelet-https=false/ },
    { why: 'JSON before other documents', text: `${json}\n---\na: b\n`, line: /^unknown .* not valid JSON$/ },
    { why: 'JSON before a comment', text: `\n ${json} # a\n`, line: /^unknown .* not valid JSON$/ },
  ])('is read as the server reads it: $why', async ({ text, line }) =>
    expect(await linesOf([openshift], { 'config.yaml': text })).toEqual([expect.stringMatching(line)]),
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
      reason: expect.stringMatching(/^its arguments may be in \/config.yaml:2:1: [^:]*$/),
    });
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });
});

test('a process that ends meanwhile is unknown, for its files can no more be seen', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux has /proc');
  const gone = processOf(4_194_304, ['k3s server'], '/usr/local/bin/k3s');
  const scan = { source: 'procfs', processes: 1, problems: [], invocations: [gone] } as const;
  const { servers } = await addHostFiles(detectAll(scan), hostFilesOf('/', []));
  expect(servers).toMatchObject([
    { hidden: { reason: 'it ended or restarted while its files were being read' } },
  ]);
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

const MOUNTS = [
  { inContainer: '/etc', onHost: '/a' },
  { inContainer: '/etc/kubernetes/', onHost: '/b' },
  { inContainer: '/var', onHost: '/c' },
];

test.each([
  { path: '/etc/x', host: '/a/x', why: 'the mount it is in' },
  { path: '/etc/kubernetes/x/y', host: '/b/x/y', why: 'the innermost mount' },
  { path: '/etc/kubernetes', host: '/b', why: 'the mount itself' },
  { path: '/etcetera/x', host: '/etcetera/x', why: 'no mount, though its name begins like one' },
])('$path is $host on the host: $why', ({ path, host }) => {
  expect(onHost(path, MOUNTS)).toBe(host);
  expect(onHost(path, [...MOUNTS].reverse())).toBe(host);
});
