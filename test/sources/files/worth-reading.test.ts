import { describe, expect, test } from 'vitest';
import { mayBeApiServerPod, mayStartApiServer } from '../../../src/sources/files/worth-reading.ts';
import { decodeForSearch } from '../../../src/sources/system/bytes.ts';

const POD = 'apiVersion: v1\nspec: {containers: [{command: ';

test.each([
  {
    text: 'kubeadm.kubernetes.io/etcd: a',
    isPod: false,
    why: 'its manifest of etcd has the name of kubeadm',
  },
  { text: 'command: [kube-apiserver]', isPod: true, why: 'the program' },
  { text: 'image: k8s.gcr.io/hyperkube:v1.18', isPod: true, why: 'the image' },
  { text: 'args: [--etcd_servers=x]', isPod: true, why: 'a flag of it alone' },
  { text: '"kube-\\x61piserver"', isPod: true, why: 'an escape' },
  { text: `${POD}["$(A)$(B)"]}]}`, isPod: true, why: 'variables' },
])('a static pod may be an API server: $why', ({ text, isPod }) => {
  expect(mayBeApiServerPod(text)).toBe(isPod);
  expect(mayStartApiServer('x.yaml', [text])).toBe(true);
});

describe('a file may start an API server', () => {
  test.each([
    { text: '"\\x6bube-\\x61piserver"', why: '\\x of YAML' },
    { text: '"kube-\\u0061piserver"', why: '\\u of YAML and JSON' },
    { text: '"kube-\\U00000061piserver"', why: '\\U of YAML' },
    { text: 'ExecStart=/usr/bin/kube-\\141piserver', why: 'octal of systemd' },
    { text: '"kube-\\\n    apiserver"', why: 'a line end that a backslash takes away' },
    { text: '"kube-\\\u0085 apiserver"', why: 'a line end of Go' },
    { text: '"{\\"a\\":\\"\\\\u006bube-\\\\u0061piserver\\"}"', why: 'JSON in YAML' },
    { text: '"\\x5cu006bube-\\x5cu0061piserver"', why: 'an escaped escape' },
    { text: `${POD}["$(A)$(B)"]}]}`, why: 'variables of a workload' },
    { text: `${POD}[sh, -c, "kube-ap''iser''ver"]}]}`, why: 'quotes of a shell' },
    { text: '[Service]\nExecStart=/usr/bin/kube-$A\n', why: 'variables of a unit' },
    { text: 'args: [--etcd_servers=x]', why: 'a flag of it alone' },
  ])('with $why', ({ text }) => {
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [Buffer.from(text), utf16, Buffer.from(utf16).swap16()])
      expect(mayStartApiServer('x.yaml', [decodeForSearch(bytes)])).toBe(true);
  });

  test.each([
    { text: 'a: "caf\\xe9 \\u2019"', why: 'escapes of other characters' },
    { text: "const a = `$b`; it's = {args: [1]}", why: 'variables of a program' },
    { text: 'apiVersion: v1\nspec: {containers: [{command: [etcd]}]}', why: 'a workload of whole words' },
  ])('not with $why', ({ text }) => expect(mayStartApiServer('x.yaml', [text])).toBe(false));
});
