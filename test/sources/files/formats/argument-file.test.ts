// biome-ignore-all lint/suspicious/noTemplateCurlyInString: MicroK8s writes its variables like that
import { describe, expect, test } from 'vitest';
import type { FileFormat } from '../../../../src/sources/files/file-format.ts';
import { readArgumentFile } from '../../../../src/sources/files/formats/argument-file.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT: FileFormat = { summary: 'argument files', readText: readArgumentFile };

describe('whole files', () => {
  test.each([
    {
      why: 'pass: MicroK8s',
      file: 'microk8s/args/kube-apiserver',
      holds: [
        '1:1+1 kube-apiserver',
        '12:1+75 --etcd-servers=unix://${SNAP_DATA}/var/kubernetes/backend/kine.sock:12379',
        '19:1+68 --requestheader-client-ca-file=${SNAP_DATA}/certs/front-proxy-ca.crt',
      ],
      count: 24,
    },
    {
      why: 'fail: Charmed Kubernetes, two flags on a line',
      file: 'charmed/kube-apiserver/current/args',
      holds: [
        '7:1+23 --kubelet-https=false',
        '7:25+92 --kubelet-preferred-address-types=[InternalIP,Hostname,InternalDNS,ExternalDNS,ExternalIP]',
      ],
      count: 10,
    },
    {
      why: 'unknown: a variable on a line of its own',
      file: 'unknown/args/apiserver',
      holds: ['3:1+13 ${EXTRA_ARGS}…', '4:1+13 --secure-port', '4:15+4 6443'],
      count: 5,
    },
  ])('$why', ({ file, holds, count }) => {
    const written = readFixture(`argument-file/${file}`, FORMAT);
    expect(written).toHaveLength(1);
    expect(written?.[0]).toMatchObject({ object: null, container: null, start: '1:1' });
    expect(written?.[0]?.arguments).toEqual(expect.arrayContaining(holds));
    expect(written?.[0]?.arguments).toHaveLength(count);
  });

  test('the arguments of a kubelet are not taken for those of an API server', () =>
    expect(readFixture('argument-file/microk8s/args/kubelet', FORMAT)).toBeUndefined());
});

test.each([
  { why: 'a flag that only API servers have', text: '--etcd-servers=x', isRead: true },
  { why: 'the flag itself', text: '--kubelet-https', isRead: true },
  { why: 'as old releases write it', text: '--etcd_servers x', isRead: true },
  { why: 'the name of the file', text: '--v=2', path: 'args/kube-apiserver', isRead: true },
  {
    why: 'the name of the directory',
    text: '--v=2',
    path: '/var/snap/kube-apiserver/current/args',
    isRead: true,
  },
  {
    why: 'the directory of another server',
    text: '--v=2',
    path: '/var/snap/kubelet/current/args',
    isRead: false,
  },
  {
    why: 'flags that a controller manager has too',
    text: '--service-cluster-ip-range=10.0.0.0/24\n--secure-port=10257',
    isRead: false,
  },
  { why: 'only something like the flag', text: '--etcd-servers-overrides=x', isRead: false },
  { why: 'the right name, other content', text: '#!/bin/sh\nexec x', path: 'kube-apiserver', isRead: false },
  { why: 'no flag at all', text: '# empty\n\n', path: 'kube-apiserver', isRead: false },
  { why: 'no long flag', text: '-v=2', path: 'kube-apiserver', isRead: false },
  { why: 'a list in YAML', text: '- --etcd-servers=x', isRead: false },
  { why: 'documents in YAML', text: '---\n--etcd-servers=x', isRead: false },
  { why: 'empty', text: '', path: 'kube-apiserver', isRead: false },
])('content decides: $why', ({ text, path, isRead }) =>
  expect(readText(text, FORMAT, path) !== undefined).toBe(isRead),
);

test.each([
  { why: 'blanks around', text: ' \t--kubelet-https=false  \n', found: ['1:3+21 --kubelet-https=false'] },
  {
    why: 'quotes count for nothing',
    text: `--kubelet-https='fa"lse'`,
    found: ['1:1+24 --kubelet-https=false'],
  },
  {
    why: 'a blank in quotes splits',
    text: '--kubelet-https "a b"',
    found: ['1:1+15 --kubelet-https', '1:17+2 a', '1:20+2 b'],
  },
  { why: 'quotes alone are no argument', text: `--kubelet-https "" ''`, found: ['1:1+15 --kubelet-https'] },
  {
    why: 'no comment after a flag',
    text: '--kubelet-https #a',
    found: ['1:1+15 --kubelet-https', '1:17+2 #a'],
  },
  {
    why: 'a variable after a flag is its value',
    text: '--kubelet-https $A',
    found: ['1:1+15 --kubelet-https', '1:17+2 $A'],
  },
  {
    why: 'CRLF and a byte-order mark',
    text: '\ufeff# a\r\n\r\n--kubelet-https=0\r\n$A\r\n',
    found: ['3:1+17 --kubelet-https=0', '4:1+2 $A…'],
  },
])('$why', ({ text, found }) =>
  expect(readText(text, FORMAT)?.[0]?.arguments).toEqual(['1:1+1 kube-apiserver', ...found]),
);

describe('hostile files are read in linear time', () => {
  const LONG = 1_000_000;

  test.each([
    { why: 'a long flag', text: 'a'.repeat(LONG) },
    { why: 'quotes', text: `"'`.repeat(LONG / 2) },
    { why: 'blanks', text: ' '.repeat(LONG) },
    { why: 'blanks before a word', text: `${' '.repeat(LONG)}x` },
    { why: 'NUL', text: '\0'.repeat(LONG) },
    { why: 'many flags', text: '\n--a=b'.repeat(LONG / 10) },
    { why: 'many variables', text: '\n$A'.repeat(LONG / 10) },
    { why: 'carriage returns', text: '\r'.repeat(LONG) },
  ])('$why', ({ text }) => {
    expect(readText(`--etcd-servers=${text}`, FORMAT)).toHaveLength(1);
  });
});
