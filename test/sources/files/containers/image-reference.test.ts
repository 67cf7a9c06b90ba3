import { expect, test } from 'vitest';
import { readImage, versionIn } from '../../../../src/sources/files/containers/image-reference.ts';

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

test.each([
  { reference: 'k8s.gcr.io/kube-apiserver-amd64:v1.14.0', version: 'v1.14.0', why: 'kubeadm' },
  { reference: 'rancher/hyperkube:v1.18.20-rancher1', version: 'v1.18.20-rancher1', why: 'RKE1' },
  {
    reference: 'rancher/hardened-kubernetes:v1.20.15-rke2r2-build20220125',
    version: 'v1.20.15-rke2r2-build20220125',
    why: 'RKE2',
  },
  { reference: 'rancher/k3s:v1.20.2-k3s1', version: 'v1.20.2-k3s1', why: 'k3s' },
  { reference: 'openshift/origin-hyperkube:v4.2', version: undefined, why: 'releases of OpenShift' },
  { reference: 'haproxy/kube-apiserver-proxy:v1.20', version: undefined, why: 'another program' },
  { reference: 'pause:1.20', version: undefined, why: 'another image' },
  { reference: 'kube-apiserver@sha256:0a', version: undefined, why: 'a digest' },
])('the tag of $reference is a release: $version ($why)', ({ reference, version }) =>
  expect(versionIn(reference)).toBe(version),
);
