import { expect, test } from 'vitest';
import { readK0s } from '../../../../src/sources/files/formats/k0s.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'k0s', readDocument: readK0s };

test.each([
  {
    file: 'fail.yaml',
    why: 'extraArgs is a map',
    object: 'ClusterConfig k0s',
    start: '12:5',
    arguments: ['12:5+9 kube-apiserver', '13:7+22 --kubelet-https=false', '14:7+23 --anonymous-auth=false'],
  },
  {
    file: 'pass.yaml',
    why: 'rawArgs are whole arguments',
    object: 'ClusterConfig kube-system/k0s',
    start: '10:5',
    arguments: [
      '10:5+9 kube-apiserver',
      '12:7+15 --kubelet-https',
      '13:7+48 --service-account-issuer=https://k0s.example.com',
    ],
  },
  {
    file: 'fail.k0sctl.yaml',
    why: 'k0sctl holds the configuration and names the release',
    object: 'Cluster k0s-cluster',
    version: '1.21.2+k0s.0',
    start: '25:11',
    arguments: ['25:11+7 kube-apiserver', '25:21+21 --kubelet-https=false'],
  },
  {
    file: 'pass.k0sctl.yaml',
    why: 'the first versions of k0s were no releases of Kubernetes',
    object: 'cluster',
    start: '7:3',
    arguments: ['7:3+3 kube-apiserver'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`k0s/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

const HEAD = 'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec:\n';

test.each([
  {
    why: 'unquoted',
    yaml: '  api: {extraArgs: {kubelet-https: false}}\n',
    argument: '4:21+20 --kubelet-https=false',
  },
  {
    why: 'an alias',
    yaml: '  x: &x --kubelet-https=false\n  api:\n    rawArgs: [*x]\n',
    argument: '4:9+21 --kubelet-https=false',
  },
  {
    why: 'a raw argument that is not a text',
    yaml: '  api:\n    rawArgs:\n    - {a: b}\n',
    argument: '6:7+1 …',
  },
])('the place of a flag: $why', ({ yaml, argument }) => {
  expect(readText(HEAD + yaml, FORMAT)?.[0]?.arguments.slice(1)).toEqual([argument]);
});

test('extraArgs come before rawArgs', () => {
  const yaml = '  api:\n    rawArgs: [--kubelet-https=false]\n    extraArgs: {kubelet-https: "true"}\n';
  expect(readText(HEAD + yaml, FORMAT)?.[0]?.arguments).toEqual([
    '6:5+9 kube-apiserver',
    '6:17+21 --kubelet-https=true',
    '5:15+21 --kubelet-https=false',
  ]);
});

test('another kind of k0s has no API server', () => {
  expect(readText('apiVersion: k0s.k0sproject.io/v1beta1\nkind: Etcd\n', FORMAT)).toEqual([]);
});

test('another group is another format', () => {
  expect(readText('apiVersion: v1\nkind: ClusterConfig\n', FORMAT)).toBeUndefined();
});
