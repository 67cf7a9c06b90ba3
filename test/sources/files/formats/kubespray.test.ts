import { expect, test } from 'vitest';
import { readKubespray } from '../../../../src/sources/files/formats/kubespray.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'Kubespray', readDocument: readKubespray };

test('reads the map of flags', () => {
  expect(readFixture('kubespray/fail.yml', FORMAT)).toEqual([
    {
      object: 'Kubespray',
      container: null,
      version: 'v1.18.4',
      start: '3:1',
      arguments: ['3:1+33 kube-apiserver', '4:3+18 --profiling=false', '5:3+18 --kubelet-https=False'],
    },
  ]);
});

test.each([
  { value: 'false', text: 'False', why: 'a bool as Python writes it' },
  { value: 'Yes', text: 'True', why: 'a bool of YAML 1.1' },
  { value: '"yes"', text: 'yes', why: 'a quoted one is text' },
  { value: '0', text: '0', why: 'a number' },
  { value: '0x0', text: '0x0…', why: 'a number that Python writes otherwise' },
  { value: '[a]', text: '…', why: 'a list' },
  { value: '"{{ a }}"', text: '{{ a }}', why: 'an expression, which is a template for every format' },
])('$why: $value', ({ value, text }) => {
  const read = readText(`kube_kubeadm_apiserver_extra_args:\n  kubelet-https: ${value}\n`, FORMAT);
  expect(read?.[0]?.arguments.at(-1)?.replace(/^\S+ /, '')).toBe(`--kubelet-https=${text}`);
});

test.each([
  { value: '[]', flags: [] },
  { value: '[--v=4]', flags: [] },
  { value: '[--kubelet-https=false]', flags: ['--kubelet-https=false…'] },
  { value: '"{{ a }}"', flags: ['{{…'] },
])('flags of old releases are not certain: $value', ({ value, flags }) => {
  const text = `kube_kubeadm_apiserver_extra_args: {}\napiserver_custom_flags: ${value}\n`;
  const [, ...read] = readText(text, FORMAT)?.[0]?.arguments ?? [];
  expect(read.map((argument) => argument.replace(/^\S+ /, ''))).toEqual(flags);
});

test.each([
  { why: 'other variables', yaml: 'kube_version: v1.18.4\n' },
  { why: 'an object', yaml: 'kind: ClusterConfiguration\nkube_version: v1.18.4\n' },
])('is of another format: $why', ({ yaml }) => {
  expect(readText(yaml, FORMAT)).toBeUndefined();
});
