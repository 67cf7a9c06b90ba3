import { describe, expect, test } from 'vitest';
import { readKubeadm } from '../../../../src/sources/files/formats/kubeadm.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'kubeadm', readDocument: readKubeadm };

test.each([
  {
    file: 'pass.v1beta3.yaml',
    why: 'of three documents, only the ClusterConfiguration starts an API server',
    version: 'v1.27.4',
    start: '22:3',
    arguments: [
      '22:3+9 kube-apiserver',
      '23:5+29 --authorization-mode=Node,RBAC',
      '24:5+63 --kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    ],
  },
  {
    file: 'fail.v1beta2.yaml',
    why: 'extraArgs is a map',
    version: 'v1.18.20',
    start: '7:3',
    arguments: [
      '7:3+9 kube-apiserver',
      '8:5+44 --audit-log-path=/var/log/apiserver/audit.log',
      '9:5+22 --kubelet-https=false',
      '10:5+18 --profiling=false',
    ],
  },
  {
    file: 'fail.v1beta4.yaml',
    why: 'extraArgs is a list of names and values, in either order',
    version: 'v1.31.0',
    start: '5:3',
    arguments: [
      '5:3+9 kube-apiserver',
      '6:5+22 --audit-log-maxage=30',
      '8:5+14 --kubelet-https=false',
      '10:5+63 --service-account-issuer=https://k8s.example.com',
      '11:5+28 --service-account-issuer=https://kubernetes.default.svc',
    ],
  },
  {
    file: 'fail.v1alpha2.yaml',
    object: 'MasterConfiguration',
    why: 'the first versions had apiServerExtraArgs',
    version: 'v1.11.3',
    start: '8:1',
    arguments: [
      '8:1+18 kube-apiserver',
      '9:3+22 --kubelet-https=false',
      '10:3+28 --runtime-config=api/all=true',
    ],
  },
  {
    file: 'unknown.extra-args.yaml',
    why: 'what a template will write is not known',
    version: 'v1.20.2',
    start: '5:3',
    arguments: ['5:3+9 kube-apiserver', '6:5+13 --kubelet-https=…'],
  },
])('reads $file: $why', ({ file, object = 'ClusterConfiguration', why: _, ...expected }) => {
  expect(readFixture(`kubeadm/${file}`, FORMAT)).toEqual([{ object, container: null, ...expected }]);
});

test('a JoinConfiguration starts no API server', () => {
  expect(readFixture('kubeadm/none.join.yaml', FORMAT)).toEqual([]);
});

test('a ClusterConfiguration of another group is of another format', () => {
  expect(readText('apiVersion: example.com/v1\nkind: ClusterConfiguration\n', FORMAT)).toBeUndefined();
});

const HEAD = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n';

describe('the place of a flag', () => {
  test.each([
    { why: 'plain', yaml: 'apiServer:\n  extraArgs:\n    kubelet-https: false\n', place: '5:5+20' },
    {
      why: 'a key in quotes',
      yaml: 'apiServer:\n  extraArgs:\n    "kubelet-https": "false"\n',
      place: '5:5+24',
    },
    {
      why: 'in single quotes',
      yaml: "apiServer:\n  extraArgs:\n    kubelet-https: 'false'\n",
      place: '5:5+22',
    },
    { why: 'in flow style', yaml: 'apiServer: {extraArgs: {kubelet-https: "false"}}\n', place: '3:25+22' },
    {
      why: 'with a tag',
      yaml: 'apiServer:\n  extraArgs:\n    kubelet-https: !!str false\n',
      place: '5:5+26',
    },
    {
      why: 'literal',
      yaml: 'apiServer:\n  extraArgs:\n    kubelet-https: |-\n      false\n',
      place: '5:5+17',
    },
    {
      why: 'folded',
      yaml: 'apiServer:\n  extraArgs:\n    kubelet-https: >-\n      false\n',
      place: '5:5+17',
    },
    {
      why: 'an alias',
      yaml: 'x: &no "false"\napiServer:\n  extraArgs:\n    kubelet-https: *no\n',
      place: '6:5+13',
    },
    {
      why: 'in a map reached through an alias',
      yaml: 'x: &args\n  kubelet-https: "false"\napiServer:\n  extraArgs: *args\n',
      place: '4:3+22',
    },
    {
      why: 'in a merged map',
      yaml: 'x: &args\n  kubelet-https: "false"\napiServer:\n  extraArgs:\n    <<: *args\n',
      place: '4:3+22',
    },
    {
      why: 'in a merged map, before one that says true, for the first of several counts',
      yaml: 'x: &x {kubelet-https: "false"}\ny: &y {kubelet-https: "true"}\napiServer: {extraArgs: {<<: [*x, *y]}}\n',
      place: '3:8+22',
    },
    {
      why: 'in the map itself, which outweighs a merged one',
      yaml: 'x: &x {kubelet-https: "true"}\napiServer:\n  extraArgs:\n    <<: *x\n    kubelet-https: "false"\n',
      place: '7:5+22',
    },
    {
      why: 'the last of two equal keys',
      yaml: 'apiServer:\n  extraArgs:\n    kubelet-https: "true"\n    kubelet-https: "false"\n',
      place: '6:5+22',
    },
  ])('$why', ({ yaml, place }) => {
    const [invocation] = readText(HEAD + yaml, FORMAT) ?? [];
    expect(invocation?.arguments.slice(1)).toEqual([`${place} --kubelet-https=false`]);
  });

  test.each([
    { why: 'lines end with CRLF', write: (text: string) => text.replaceAll('\n', '\r\n') },
    { why: 'the file begins with a byte-order mark', write: (text: string) => `\ufeff${text}` },
  ])('is the same where $why', ({ write }) => {
    const [invocation] =
      readText(write(`${HEAD}apiServer:\n  extraArgs:\n    kubelet-https: false\n`), FORMAT) ?? [];
    expect(invocation?.arguments).toEqual(['4:3+9 kube-apiserver', '5:5+20 --kubelet-https=false']);
  });

  test('JSON is YAML', () => {
    const json = {
      apiVersion: 'kubeadm.k8s.io/v1beta3',
      kind: 'ClusterConfiguration',
      apiServer: { extraArgs: { 'kubelet-https': 'false' } },
    };
    const [invocation] = readText(JSON.stringify(json, null, 2), FORMAT) ?? [];
    expect(invocation?.arguments).toEqual(['5:5+11 kube-apiserver', '6:7+24 --kubelet-https=false']);
  });
});

test.each([
  { why: 'a map', extraArgs: '    kubelet-https:\n' },
  { why: 'a list', extraArgs: '    - name: kubelet-https\n' },
])('a flag without a value in $why has the empty value', ({ extraArgs }) => {
  const [invocation] = readText(`${HEAD}apiServer:\n  extraArgs:\n${extraArgs}`, FORMAT) ?? [];
  expect(invocation?.arguments.slice(1).map((text) => text.replace(/^\S+ /, ''))).toEqual([
    '--kubelet-https=',
  ]);
});

test('a map that merges itself is refused', () => {
  const yaml = `${HEAD}apiServer:\n  extraArgs: &a\n    <<: *a\n    kubelet-https: "false"\n`;
  expect(() => readText(yaml, FORMAT)).toThrow('line 5, column 9: an anchor contains itself');
});

test('maps merged many times over are refused', () => {
  const levels = Array.from(
    { length: 60 },
    (_, level) => `m${level + 1}: &m${level + 1} {<<: [${Array(9).fill(`*m${level}`)}]}\n`,
  );
  const yaml = `m0: &m0 {kubelet-https: "false"}\n${levels.join('')}${HEAD}apiServer: {extraArgs: *m60}\n`;
  expect(() => readText(yaml, FORMAT)).toThrow('line 4, column 23: it has too many aliases');
});
