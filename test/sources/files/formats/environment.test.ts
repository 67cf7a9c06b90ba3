// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shells write their variables like that
import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../../src/sources/files/file-format.ts';
import { readEnvironment } from '../../../../src/sources/files/formats/environment.ts';
import { toSourceFile } from '../../../../src/sources/files/source-file.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT: FileFormat = { summary: 'environment files', readText: readEnvironment };

/** The arguments without the program, `…` after an opaque one; undefined if it is not an environment file. */
function argumentsOf(text: string): string[] | undefined {
  const [server] = readEnvironment(toSourceFile('a', text), () => undefined) ?? [];
  return server?.arguments.slice(1).map((one) => (one.isUnknown ? `${one.text}…` : one.text));
}

describe('whole files', () => {
  test.each([
    {
      why: 'fail: CentOS, two variables that are named for the server',
      file: 'environment/fail.sysconfig',
      start: '4:1',
      found: [
        '4:1+13 kube-apiserver',
        '1:19+33 --insecure-bind-address=127.0.0.1',
        '4:16+21 --kubelet-https=false',
      ],
    },
    {
      why: 'fail: exported, in single quotes over two lines',
      file: 'environment/fail.exported',
      start: '2:1',
      found: [
        '2:1+26 kube-apiserver',
        '2:29+36 --etcd-servers=http://127.0.0.1:2379',
        '3:2+17 --kubelet-https=0',
        '3:20+5 --v=2',
      ],
    },
    {
      why: 'unknown: which of two variables comes last',
      file: 'environment/unknown.default',
      start: '1:1',
      found: [
        '1:1+13 kube-apiserver',
        '1:16+20 --kubelet-https=true…',
        '2:22+5 --v=2',
        '2:28+21 --kubelet-https=false…',
      ],
    },
  ])('$why', ({ file, start, found }) => {
    const written = readFixture(file, FORMAT);
    expect(written).toHaveLength(1);
    expect(written?.[0]).toMatchObject({ object: null, container: null, start });
    expect(written?.[0]?.arguments).toEqual(found);
  });

  test('CRLF and a byte-order mark change nothing', () => {
    const text = '# x\nKUBE_API_ARGS="--kubelet-https=false"\n';
    expect(readText(`\ufeff${text.replaceAll('\n', '\r\n')}`, FORMAT)).toEqual(readText(text, FORMAT));
  });
});

test.each([
  { why: 'a name', text: 'KUBE_API_ARGS=--v=2', found: ['--v=2'] },
  { why: 'other names', text: 'KUBE_APISERVER_OPTS=--a\nK8S_APISERVER_ARGS=--b=c', found: ['--a', '--b=c'] },
  {
    why: 'flags that only API servers have',
    text: 'OPTIONS="--v=2 --etcd-servers=x"',
    found: ['--v=2', '--etcd-servers=x'],
  },
  { why: 'the flag itself', text: 'A=--kubelet_https=0', found: ['--kubelet_https=0'] },
  { why: 'a misspelling of it', text: 'A=--no-kubelet-https', found: ['--no-kubelet-https'] },
  {
    why: 'nothing of an API server',
    text: 'KUBELET_ARGS=--v=2\nKUBE_SCHEDULER_ARGS=--v=2',
    found: undefined,
  },
  {
    why: 'a name without flags',
    text: 'KUBE_APISERVER=https://10.0.0.1:6443\nKUBE_API_URL=$URL',
    found: undefined,
  },
  { why: 'a script', text: '#!/bin/sh\nKUBE_API_ARGS=--v=2', found: undefined },
  { why: 'the output of a program', text: 'A=$(kube-apiserver --etcd-servers=x)', found: undefined },
  { why: 'a name with nothing', text: 'KUBE_API_ARGS=""', found: undefined },
  { why: 'arguments of k3s', text: 'K3S_KUBEAPISERVER_ARGS=--kube-apiserver-arg=v=2', found: undefined },
  { why: 'more than assignments', text: 'KUBE_API_ARGS=--v=2\nexec kube-apiserver', found: undefined },
  {
    why: 'an assignment that is none',
    text: 'KUBE_API_ARGS=--v=2\nnet.ipv4.ip_forward = 1',
    found: undefined,
  },
  { why: 'a section', text: '[a]\nKUBE_API_ARGS=--v=2', found: undefined },
  { why: 'comments alone', text: '# KUBE_API_ARGS=--kubelet-https=false', found: undefined },
  { why: 'empty', text: '', found: undefined },
])('content decides: $why', ({ text, found }) => expect(argumentsOf(text)).toEqual(found));

test.each([
  { why: 'several lines', text: 'KUBE_API_ARGS="--a \\\n--b" \'--c\'', found: ['--a', '--b--c'] },
  { why: 'the last of two', text: 'KUBE_API_ARGS=--a\nKUBE_API_ARGS=--b', found: ['--b'] },
  { why: 'exported or not', text: 'KUBE_API_ARGS=--a\nexport KUBE_API_ARGS=--b', found: ['--b'] },
  { why: 'as systemd reads it', text: 'KUBE_API_ARGS=--a --b', found: ['--a', '--b'] },
  {
    why: 'as a shell does not',
    text: 'export KUBE_API_ARGS=--a --b',
    found: ['$KUBE_API_ARGS…', '$KUBE_API_ARGS…'],
  },
  {
    why: 'as a shell replaces it',
    text: 'export KUBE_API_ARGS="--a=`b` $C"',
    found: ['--a=`b`…', '$KUBE_API_ARGS…'],
  },
  { why: 'quotes in quotes', text: `KUBE_API_ARGS='--a="b" "--c"'`, found: ['--a=b…', '$KUBE_API_ARGS…'] },
  {
    why: 'two backslashes, as a here-document left them',
    text: 'KUBE_API_ARGS="--a \\\\\n--kubelet-https=false"',
    found: ['--a', '$KUBE_API_ARGS…'],
  },
  {
    why: 'not UTF-8',
    text: 'KUBE_API_ARGS="--a --kubelet-https"\nB=\udcff',
    found: ['$KUBE_API_ARGS…', '$KUBE_API_ARGS…'],
  },
  { why: 'the value of the flag alone', text: 'KUBELET_HTTPS=false', found: ['$KUBELET_HTTPS…'] },
  { why: 'no value', text: 'KUBELET_HTTPS=\nKUBE_API_ARGS=--a', found: ['--a'] },
  {
    why: 'within other arguments',
    text: 'K3S_ARGS=--kube-apiserver-arg=kubelet-https=false',
    found: ['$K3S_ARGS…'],
  },
  { why: 'another component', text: 'KUBELET_ARGS=--kubelet-https=false', found: ['$KUBELET_ARGS…'] },
  {
    why: 'twice the same',
    text: 'A=--kubelet-https=0\nB=--kubelet-https=0',
    found: ['--kubelet-https=0', '--kubelet-https=0'],
  },
  {
    why: 'once more, perhaps',
    text: 'A=--kubelet-https=0\nB=--kube-apiserver-arg=kubelet-https=1',
    found: ['--kubelet-https=0…', '$B…'],
  },
  {
    why: 'a flag whose value may come after it',
    text: 'KUBE_API_A=--etcd-prefix\nB=--kubelet-https=false',
    found: ['$KUBE_API_A…', '--kubelet-https=false'],
  },
  { why: 'no flag that it could hide', text: 'KUBE_API_A=--a\nKUBE_API_B=--b', found: ['--a', '--b'] },
])('is read: $why', ({ text, found }) => expect(argumentsOf(text)).toEqual(found));
