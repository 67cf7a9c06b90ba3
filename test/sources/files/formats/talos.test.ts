import { expect, test } from 'vitest';
import { readTalos } from '../../../../src/sources/files/formats/talos.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'Talos', readDocument: readTalos };

test.each([
  {
    file: 'fail.yaml',
    why: 'a whole machine configuration of a control plane',
    object: 'machine config',
    version: 'v1.21.14',
    start: '23:9',
    arguments: [
      '23:9+9 kube-apiserver',
      '24:13+22 --kubelet-https=false',
      '25:13+35 --feature-gates=ServerSideApply=true',
    ],
  },
  {
    file: 'pass.yaml',
    why: 'the same without extraArgs',
    object: 'machine config',
    version: 'v1.21.14',
    start: '21:5',
    arguments: ['21:5+9 kube-apiserver'],
  },
  {
    file: 'fail.patch.yaml',
    why: 'a patch; a value may be a list',
    object: 'machine config',
    start: '3:5',
    arguments: [
      '3:5+9 kube-apiserver',
      '4:23+6 --kubelet-https=true',
      '4:31+7 --kubelet-https=false',
      '5:7+19 --audit-log-path=-',
    ],
  },
  {
    file: 'fail.documents.yaml',
    why: 'from Talos 1.14 a document of its own instead of cluster.apiServer',
    object: 'KubeAPIServerConfig',
    version: 'v1.36.0',
    start: '16:1',
    arguments: [
      '16:1+9 kube-apiserver',
      '17:5+38 --http2-max-streams-per-connection=32',
      '18:5+22 --kubelet-https=false',
    ],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`talos/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

test('a worker has no API server', () => {
  expect(readFixture('talos/none.worker.yaml', FORMAT)).toEqual([]);
});

test('a control plane that says nothing of its API server has one without flags', () => {
  expect(
    readText('version: v1alpha1\nmachine: {type: controlplane}\ncluster:\n  token: x\n', FORMAT),
  ).toEqual([
    { object: 'machine config', container: null, start: '3:1', arguments: ['3:1+7 kube-apiserver'] },
  ]);
});

test.each([
  { why: 'unquoted', yaml: 'cluster: {apiServer: {extraArgs: {kubelet-https: false}}}\n', place: '1:35+20' },
  {
    why: 'folded, with CRLF',
    yaml: 'cluster:\r\n  apiServer:\r\n    extraArgs:\r\n      kubelet-https: >-\r\n        false\r\n',
    place: '4:7+17',
  },
  {
    why: 'JSON',
    yaml: '{"cluster":{"apiServer":{"extraArgs":{"kubelet-https":"false"}}}}',
    place: '1:39+23',
  },
])('the place of a flag in a patch: $why', ({ yaml, place }) => {
  expect(readText(yaml, FORMAT)?.[0]?.arguments.slice(1)).toEqual([`${place} --kubelet-https=false`]);
});

test.each([
  { why: 'a patch of the machine alone', yaml: 'machine:\n  kubelet: {}\n' },
  { why: 'KubeOne', yaml: 'apiVersion: kubeone.k8c.io/v1beta2\ncluster: {apiServer: {extraArgs: {}}}\n' },
  { why: 'a version of something else', yaml: 'version: v1alpha1\nname: x\n' },
])('is of another format: $why', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});
