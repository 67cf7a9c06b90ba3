import { expect, test } from 'vitest';
import { readRke1 } from '../../../../src/sources/files/formats/rke1.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'RKE1', readDocument: readRke1 };

test.each([
  {
    file: 'fail.yaml',
    why: 'extra_args and the arrays after them; false needs no quotes',
    version: 'v1.20.15-rancher2-2',
    start: '19:5',
    arguments: [
      '19:5+10 kube-apiserver',
      '20:7+19 --audit-log-path=-',
      '21:7+20 --kubelet-https=false',
      '24:11+23 --service-account-issuer=https://rke.example.com',
      '25:11+30 --service-account-issuer=https://kubernetes.default.svc',
    ],
  },
  {
    file: 'fail.rancher.yaml',
    why: 'inside a cluster of Rancher 2, each value of an array is a flag',
    version: 'v1.18.20-rancher1-1',
    start: '15:7',
    arguments: ['15:7+16 kube-apiserver', '16:25+6 --kubelet-https=true', '16:33+7 --kubelet-https=false'],
  },
  {
    file: 'pass.yaml',
    why: 'as rke config writes it; the image has the release',
    version: 'v1.26.4-rancher2',
    start: '15:5',
    arguments: ['15:5+10 kube-apiserver'],
  },
  {
    file: 'pass.minimal.yaml',
    why: 'nodes with roles are enough',
    start: '1:1',
    arguments: ['1:1+1 kube-apiserver'],
  },
  {
    file: 'unknown.yaml',
    why: 'a map is not a value',
    version: 'v1.20.15-rancher2-2',
    start: '6:5',
    arguments: ['6:5+10 kube-apiserver', '7:7+13 --kubelet-https=…'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`rke1/${file}`, FORMAT)).toEqual([
    { object: 'RKE cluster', container: null, ...expected },
  ]);
});

test.each([
  {
    why: 'flow style',
    yaml: 'services: {kube-api: {extra_args: {kubelet-https: "false"}}}\n',
    place: '1:36+22',
  },
  {
    why: 'the underscore of Rancher 2.0.5',
    yaml: 'services:\n  kube_api:\n    extra_args:\n      kubelet-https: false\n',
    place: '4:7+20',
  },
  {
    why: 'a merged map',
    yaml: 'x: &x\n  kubelet-https: no\n  kubelet-https: "false"\nservices:\n  kube-api:\n    extra_args: {<<: *x}\n',
    place: '3:3+22',
  },
  {
    why: 'CRLF and a byte-order mark',
    yaml: '\ufeffservices:\r\n  kube-api:\r\n    extra_args:\r\n      kubelet-https: false\r\n',
    place: '4:7+20',
  },
])('the place of a flag: $why', ({ yaml, place }) => {
  expect(readText(yaml, FORMAT)?.[0]?.arguments.slice(1)).toEqual([`${place} --kubelet-https=false`]);
});

test.each([
  { why: 'a compose file', yaml: 'services:\n  web:\n    image: nginx\n' },
  { why: 'nodes of something else', yaml: 'nodes:\n- address: 10.0.0.1\n  role: [db]\n' },
  { why: 'an object of Kubernetes', yaml: 'apiVersion: v1\nservices: {kube-api: {}}\n' },
])('is of another format: $why', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});
