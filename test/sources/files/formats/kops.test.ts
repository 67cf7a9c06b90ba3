import { expect, test } from 'vitest';
import { readKops } from '../../../../src/sources/files/formats/kops.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'kops', readDocument: readKops };

test.each([
  {
    file: 'pass.yaml',
    why: 'the fields of kubeAPIServer know no --kubelet-https; an InstanceGroup has none',
    object: 'Cluster k8s.example.com',
    version: '1.20.4',
    start: '14:3',
    arguments: ['14:3+13 kube-apiserver'],
  },
  {
    file: 'pass.no-api-server.yaml',
    why: 'without kubeAPIServer; the version may be an address',
    object: 'Cluster minimal.example.com',
    version: 'v1.19.16',
    start: '5:1',
    arguments: ['5:1+4 kube-apiserver'],
  },
  {
    file: 'fail.yaml',
    why: 'a field that someone added; the image outweighs kubernetesVersion',
    object: 'Cluster k8s.example.com',
    version: 'v1.21.5',
    start: '8:3',
    arguments: ['8:3+13 kube-apiserver', '10:5+19 --kubelet-https=false'],
  },
])('reads $file: $why', ({ file, why: _, ...expected }) => {
  expect(readFixture(`kops/${file}`, FORMAT)).toEqual([{ container: null, ...expected }]);
});

test.each(['kubeletHttps', 'kubeletHTTPS', 'kubelet-https'])('takes %s for the flag', (field) => {
  const yaml = `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  kubeAPIServer: {${field}: "false"}\n`;
  const [invocation] = readText(yaml, FORMAT) ?? [];
  expect(invocation?.arguments.slice(1)).toEqual([`4:19+${field.length + 9} --kubelet-https=false`]);
});

test('a Cluster of kind is of another format', () => {
  expect(readText('apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n', FORMAT)).toBeUndefined();
});

test('an object without a name is identified by its kind, whatever its name will be made from', () => {
  const yaml = 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata: {generateName: a-}\nspec: {}\n';
  expect(readText(yaml, FORMAT)?.map(({ object }) => object)).toEqual(['Cluster']);
});
