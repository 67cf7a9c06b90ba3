import { expect, test } from 'vitest';
import { readCommandLine } from '../../../../src/sources/files/formats/cmdline.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'cmdline', readText: readCommandLine };

const argumentsIn = (text: string) => readText(text, FORMAT)?.[0]?.arguments;

test('reads a copy of /proc/PID/cmdline', () => {
  expect(readFixture('cmdline/fail.cmdline', FORMAT)).toEqual([
    {
      object: null,
      container: null,
      start: '1:1',
      arguments: [
        '1:1+14 kube-apiserver',
        '1:16+33 --advertise-address=192.168.0.106',
        '1:50+37 --etcd-servers=https://127.0.0.1:2379',
        '1:88+21 --kubelet-https=false',
        '1:110+18 --secure-port=6443',
      ],
      editInstead: 'what starts the server',
    },
  ]);
});

test('reads one argument a line, an empty line as an empty argument', () => {
  const read = readFixture('cmdline/pass.lines.txt', FORMAT)?.[0];
  expect(read?.arguments).toEqual([
    '1:1+18 /usr/bin/hyperkube',
    '2:1+9 apiserver',
    '3:1+14 --etcd-servers',
    '4:1+21 http://127.0.0.1:2379',
    '5:1+15 --kubelet-https',
    '6:1+27 --service-account-key-file=',
    '7:1+1 ',
    '8:1+41 --basic-auth-file=a --kubelet-https=false',
  ]);
});

test.each([
  { why: 'an argument with a line end', text: 'kube-apiserver\0--a=b\n\0--c\0', last: '2:2+3 --c' },
  { why: 'CRLF', text: 'kube-apiserver\r\n--a=b\r\n--c\r\n', last: '3:1+3 --c' },
  { why: 'k3s', text: '/usr/local/bin/k3s\0server\0--disable-agent\0', last: '1:27+15 --disable-agent' },
  {
    why: 'a stray argument may begin another command line',
    text: 'kube-apiserver\0--a=b\0x\0',
    last: '1:22+1 x…',
  },
  {
    why: 'a program after a bare flag may not be its value',
    text: 'kube-apiserver\0--a\0kube-apiserver\0',
    last: '1:20+14 kube-apiserver…',
  },
  {
    why: 'another command line in lines',
    text: 'kube-apiserver\n--a=b\n/bin/kube-apiserver\n',
    last: '3:1+19 /bin/kube-apiserver…',
  },
])('$why', ({ text, last }) => {
  expect(argumentsIn(text)?.at(-1)).toEqual(last);
});

test.each([
  { text: 'kube-apiserver\0--a=b\0--kubelet-https=tr', last: '1:16+5 --a=b' },
  { text: 'kube-apiserver\n--a=b\n--kubelet-https=true', last: '3:1+20 --kubelet-https=true' },
])('without an end, more may follow: $text', ({ text, last }) => {
  expect(argumentsIn(text)?.at(-1)).toBe(last);
  expect(readText(text, FORMAT)?.[0]?.mayGoOn?.reason).toContain('cut off');
});

test.each([
  { why: 'another program', text: '/sbin/init\0--a\0' },
  { why: 'a wrapper', text: '/bin/sh\0-c\0kube-apiserver --a\0' },
  { why: 'no arguments', text: 'kube-apiserver\0' },
  { why: 'binary', text: 'kube-apiserver\0\udcff\udcfe' },
  { why: 'an environment', text: 'PATH=/bin\0HOME=/root\0' },
  { why: 'a list of command lines', text: 'kube-apiserver\n/sbin/init\n' },
  { why: 'one that begins so', text: 'kube-apiserver\n--a=b\n/sbin/init splash\n' },
  { why: 'a list in Markdown', text: 'kube-apiserver\n- a\n- b\n' },
  { why: 'a heading', text: 'kube-apiserver\n--------------\n' },
  { why: 'a help text', text: 'kube-apiserver\n--kubelet-https  Use https for kubelet connections.\n' },
])('is of another format: $why', ({ text }) => {
  expect(argumentsIn(text)).toBeUndefined();
});
