import { expect, test } from 'vitest';
import { readK3sConfig } from '../../../../src/sources/files/formats/k3s-config.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'k3s', readDocument: readK3sConfig };

test.each([
  {
    file: 'fail/etc/rancher/k3s/config.yaml',
    why: 'items are flags without dashes',
    object: 'k3s config',
    start: '7:1',
    arguments: [
      '7:1+18 kube-apiserver',
      '8:5+59 --audit-log-path=/var/lib/rancher/k3s/server/logs/audit.log',
      '9:5+21 --kubelet-https=false',
    ],
  },
  {
    file: 'fail/etc/rancher/rke2/config.yaml.d/50-apiserver.yaml',
    why: 'a drop-in adds to the key, here with the dashes that are dropped',
    object: 'RKE2 config',
    start: '1:1',
    arguments: ['1:1+19 kube-apiserver', '2:5+21 --kubelet-https=false', '3:5+15 --profiling=false'],
  },
  {
    file: 'pass/etc/rancher/k3s/config.yaml',
    why: 'a server that joins others, known by tls-san and its path',
    object: 'k3s config',
    start: '1:1',
    arguments: ['1:1+1 kube-apiserver'],
  },
  {
    file: 'pass/etc/rancher/rke2/config.yaml',
    why: 'one item needs no list, and a bare name is true',
    object: 'RKE2 config',
    version: 'v1.20.15-rke2r2-build20220127',
    start: '5:1',
    arguments: ['5:1+18 kube-apiserver', '5:21+13 --kubelet-https=true'],
  },
  {
    file: 'unknown/etc/rancher/k3s/config.yaml',
    why: 'an item with a colon is not a text',
    object: 'k3s config',
    start: '2:1',
    arguments: ['2:1+18 kube-apiserver', '3:5+1 …'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`k3s/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

test('an agent starts no API server', () => {
  expect(readFixture('k3s/agent/etc/rancher/rke2/config.yaml', FORMAT)).toEqual([]);
});

test.each([
  { why: 'a list in flow style', yaml: 'kube-apiserver-arg: [kubelet-https=false]\n', place: '1:22+19' },
  { why: 'an alias', yaml: 'x: &x kubelet-https=false\nkube-apiserver-arg: [*x]\n', place: '1:7+19' },
  { why: 'a literal block', yaml: 'kube-apiserver-arg: |-\n  kubelet-https=false\n', place: '1:21+2' },
  { why: 'CRLF', yaml: 'a: 1\r\nkube-apiserver-arg:\r\n- kubelet-https=false\r\n', place: '3:3+19' },
  { why: 'a byte-order mark', yaml: '\ufeffkube-apiserver-arg: "kubelet-https=false"\n', place: '1:21+21' },
  { why: 'JSON', yaml: '{"kube-apiserver-arg":["kubelet-https=false"]}', place: '1:24+21' },
  {
    why: 'a name that appends to defaults',
    yaml: 'kube-apiserver-arg: kubelet-https+=false\n',
    place: '1:21+20',
  },
  {
    why: 'what is written before a key without + does not count',
    yaml: 'kube-apiserver-arg+: [v=4]\nkube-apiserver-arg: [kubelet-https=false]\n',
    place: '2:22+19',
  },
  { why: 'a value with =', yaml: 'kube-apiserver-arg: kubelet-https=false\n', place: '1:21+19' },
])('knows the key in any file: $why', ({ yaml, place }) => {
  const [invocation] = readText(yaml, FORMAT) ?? [];
  expect(invocation?.object).toBe('kube-apiserver-arg');
  expect(invocation?.arguments.slice(1)).toEqual([`${place} --kubelet-https=false`]);
});

test('a key with + adds to the one before', () => {
  const [invocation] =
    readText('kube-apiserver-arg: [v=4]\nkube-apiserver-arg+: kubelet-https=false\n', FORMAT) ?? [];
  expect(invocation?.arguments).toEqual([
    '2:1+19 kube-apiserver',
    '1:22+3 --v=4',
    '2:22+19 --kubelet-https=false',
  ]);
});

test.each([
  { why: 'the keys of a server say too little', path: 'config.yaml', yaml: 'token: x\ntls-san: [a]\n' },
  {
    why: 'a kubeconfig',
    path: '/etc/rancher/k3s/k3s.yaml',
    yaml: 'apiVersion: v1\nkind: Config\ndisable: 1\n',
  },
  { why: 'registries.yaml', path: '/etc/rancher/k3s/registries.yaml', yaml: 'mirrors: {docker.io: {}}\n' },
  { why: 'an object with that key', path: 'x.yaml', yaml: 'apiVersion: a/v1\nkube-apiserver-arg: [a=b]\n' },
  { why: 'a list', path: 'x.yaml', yaml: '- kube-apiserver-arg\n' },
])('is of another format: $why', ({ path, yaml }) => {
  expect(readText(yaml, FORMAT, path)).toBeUndefined();
});

test.each([
  { path: '/etc/rancher/k3s/config.yaml', object: 'k3s config' },
  { path: 'rancher/rke2/config.yaml', object: 'RKE2 config' },
  { path: 'roles/x/files/rancher/rke2/config.yaml.d/10-x.yml', object: 'RKE2 config' },
  { path: '/etc/rancher/k3s/server.yaml', object: 'k3s config' },
])('a server configuration at $path starts an API server without flags', ({ path, object }) => {
  expect(readText('token: x\ntls-san: [a]\n', FORMAT, path)).toEqual([
    { object, container: null, start: '1:1', arguments: ['1:1+1 kube-apiserver'] },
  ]);
});

test('a configuration with a server to join and keys of an agent alone has none', () => {
  const yaml = 'server: https://a:6443\ndisable-apiserver-lb: true\nflannel-iface: eth1\n';
  expect(readText(yaml, FORMAT, '/etc/rancher/k3s/config.yaml')).toEqual([]);
});

test('a server without its API server has none', () => {
  const yaml = 'cluster-init: true\ndisable-apiserver: true\n';
  expect(readText(yaml, FORMAT, '/etc/rancher/k3s/config.yaml')).toEqual([]);
});

test.each([
  {
    why: 'an equals sign in the key',
    yaml: '"kube-apiserver-arg=kubelet-https": "false"\nkube-apiserver-arg: [v=4]\n',
  },
  { why: 'a merge key', yaml: 'x: &x {v: 4}\nkube-apiserver-arg: [v=4]\n<<: *x\n' },
  { why: 'a merged key', yaml: 'x: &x {kube-apiserver-arg: [v=4], disable-apiserver: true}\n<<: *x\n' },
])('what k3s makes of a key is not certain: $why', ({ yaml }) => {
  const [invocation] = readText(yaml, FORMAT) ?? [];
  expect(invocation?.arguments.slice(1)).toEqual(
    expect.arrayContaining([expect.stringMatching(/ --v=4$/), expect.stringMatching(/^[^ ]+ …$/)]),
  );
});

test('a key that only begins like it is another one', () => {
  expect(readText('kube-apiserver-args: [v=4]\n', FORMAT)).toBeUndefined();
});
