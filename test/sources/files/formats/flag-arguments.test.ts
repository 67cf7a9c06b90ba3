import { expect, test } from 'vitest';
import { readImage } from '../../../../src/sources/files/formats/flag-arguments.ts';

test.each([
  ['kube-apiserver', { name: 'kube-apiserver' }],
  ['k8s.gcr.io/kube-apiserver:v1.20.2', { name: 'kube-apiserver', tag: 'v1.20.2' }],
  ['k8s.gcr.io/kube-apiserver-amd64:v1.14.0', { name: 'kube-apiserver', tag: 'v1.14.0' }],
  ['localhost:5000/a/hyperkube:v1.18.0', { name: 'hyperkube', tag: 'v1.18.0' }],
  ['r:5000/kube-apiserver', { name: 'kube-apiserver' }],
  ['kube-apiserver:v1.20.2@sha256:0a', { name: 'kube-apiserver', tag: 'v1.20.2' }],
  ['kube-apiserver@sha256:0a', { name: 'kube-apiserver' }],
  ['', { name: '' }],
])('%s', (reference, image) => expect(readImage(reference)).toEqual(image));
