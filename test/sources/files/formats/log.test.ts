import { describe, expect, test } from 'vitest';
import { readLog } from '../../../../src/sources/files/formats/log.ts';
import { readFixture, readText } from '../../../support/read-fixture.ts';

const FORMAT = { summary: 'log', readText: readLog };

const message = (args: string) => `Running kube-apiserver --a=b${args}`;
const logrus = (args: string, time = '2025-11-30T05:05:22Z') =>
  `time="${time}" level=info msg="${message(args)}"`;
const json = (value: unknown) => JSON.stringify(value);

/** Of each server: where it is, its last argument, and why more may follow. */
const read = (...lines: string[]) =>
  readText(`${lines.join('\n')}\n`, FORMAT)?.map(({ start, arguments: args, mayGoOn }) =>
    [start, args.at(-1)?.replace(/^\S+ /, ''), mayGoOn?.reason].filter((one) => one !== undefined).join(' '),
  );

test('reads the last start, and none of other components', () => {
  expect(readFixture('log/fail.k3s.log', FORMAT)).toEqual([
    {
      object: null,
      container: null,
      start: '5:89',
      arguments: [
        '5:89+14 kube-apiserver',
        '5:104+21 --advertise-port=6443',
        '5:126+23 --allow-privileged=true',
        '5:150+37 --etcd-servers=https://127.0.0.1:2379',
        '5:188+21 --kubelet-https=false',
        '5:210+17 --profiling=false',
      ],
      boundaries: 'lost',
      editInstead: expect.stringContaining('/etc/rancher/k3s'),
    },
  ]);
});

describe('what precedes the message', () => {
  const later = '2025-11-30T06:05:22Z';

  test.each([
    ['syslog', 'Nov 30 05:05:22 a k3s[1]: ', 'Nov 30 06:05:22 a k3s[2]: '],
    ['syslog without a host', 'Nov 30 05:05:22 k3s[1]: ', 'Nov 30 06:05:22 k3s[2]: '],
    ['short-iso', '2025-11-30T05:05:22+0000 a k3s[1]: ', '2025-11-30T06:05:22+0000 a k3s[2]: '],
    ['short-full', 'Sun 2025-11-30 05:05:22 UTC a k3s[1]: ', 'Mon 2025-12-01 05:05:22 UTC a k3s[2]: '],
    ['short-unix', '1764479122.123456 a k3s[1]: ', '1764482722.123456 a k3s[2]: '],
    ['short-monotonic', '[ 1234.567890] a k3s[1]: ', '[12345.678901] a k3s[2]: '],
    ['no date', 'rke2[1]: ', 'rke2[2]: '],
    ['the line number of grep', '3:', '900:'],
    ['cat', '', ''],
    [
      'a container of CRI',
      '2025-11-30T05:05:22.123456789Z stderr F ',
      '2025-11-30T06:05:22.123456789Z stderr F ',
    ],
    ['docker compose', 'server-1  | ', 'server-1  | '],
    ['kubectl logs --prefix', '[pod/k3s-0/k3s] ', '[pod/k3s-0/k3s] '],
  ])('is of one server: %s', (_, before, after) => {
    expect(read(before + logrus(' --c'), after + logrus(' --d', later))).toEqual([
      `2:${after.length + 53} --d`,
    ]);
  });

  test.each([
    ['host', 'Nov 30 05:05:22 a k3s[1]: ', 'Nov 30 06:05:22 b k3s[2]: '],
    ['address', 'Nov 30 05:05:22 10.0.0.1 k3s[1]: ', 'Nov 30 06:05:22 10.0.0.2 k3s[1]: '],
    ['container', 'server-1  | ', 'server-2  | '],
    ['pod', '[pod/k3s-0/k3s] ', '[pod/k3s-1/k3s] '],
    ['hosts that are called by numbers', 'Nov 30 05:05:22 101 k3s[1]: ', 'Nov 30 05:05:23 102 k3s[1]: '],
  ])('is of two servers by their %s', (_, one, other) => {
    expect(read(one + logrus(' --c'), other + logrus(' --d'))).toEqual([
      `1:${one.length + 53} --c`,
      `2:${other.length + 53} --d`,
    ]);
  });
});

test.each([
  ['journalctl -o json', { _HOSTNAME: 'a', MESSAGE: logrus(' --c=\\"d\\"') }, '--c="d"'],
  ['docker', { log: `${logrus(' --c')}\n`, stream: 'stderr', time: '2025-11-30T05:05:22.1Z' }, '--c'],
  ['logrus', { level: 'info', msg: message(' --c=\\"'), time: '2025-11-30T05:05:22Z' }, '--c=\\"'],
  ['journalctl of logrus', { MESSAGE: json({ msg: message(' --c="d\\') }) }, '--c="d\\'],
  ['docker of journalctl', { log: json({ MESSAGE: logrus(' --c=\\"') }) }, '--c="'],
  ['characters by their number', { msg: message(' --c=<').replace('<', '\u2028') }, '--c=\u2028'],
])('reads JSON: %s', (_, object, last) => {
  const text = json(object).replace('\u2028', '\\u2028');
  expect(read(text)?.[0]).toMatch(/^1:\d+ /);
  expect(read(text)?.[0]?.replace(/^\S+ /, '')).toBe(last);
});

test('JSON of two hosts is of two servers', () => {
  const line = (host: string, args: string) => json({ _HOSTNAME: host, MESSAGE: logrus(args) });
  expect(read(line('a', ' --c'), line('b', ' --d'), line('a', ' --e'))).toEqual(['2:84 --d', '3:84 --e']);
});

describe('on a terminal', () => {
  test.each([
    ['a message to its end', 'INFO[0000] ', 'INFO[0001] x', '1:20 --c'],
    ['colours', '\x1b[36mINFO\x1b[0m[0000] ', '\x1b[36mINFO\x1b[0m[0001] x', '1:29 --c'],
    ['klog after it', 'INFO[2025-11-30T05:05:22Z] ', 'I1130 05:05:22.1 x', '1:36 --c'],
    ['a line that goes on', 'INFO[0000] ', '=d --e', '1:20 --a=b the line of the log is cut off'],
  ])('%s', (_, before, after, expected) => {
    expect(
      read(`${before}${message(' --c')} `.replace(/ $/, after.startsWith('=') ? '' : ' '), after),
    ).toEqual([expected]);
  });
});

describe('a line that is cut off', () => {
  const reason = 'the line of the log is cut off';

  test.each([
    ['in a word', logrus(' --kubelet-https=fal').slice(0, -1), `1:53 --a=b ${reason}`],
    ['after a bool', logrus(' --kubelet-https=false').slice(0, -1), `1:53 --kubelet-https=false ${reason}`],
    ['within JSON', json({ MESSAGE: logrus(' --cc').slice(0, -2) }), `1:68 --a=b ${reason}`],
    ['before another key', json({ MESSAGE: logrus(' --cc').slice(0, -2), A: '"' }), `1:68 --a=b ${reason}`],
    ['JSON itself', json({ MESSAGE: logrus(' --c') }).slice(0, -4), `1:68 --a=b ${reason}`],
  ])('%s', (_, line, expected) => {
    expect(read(line)).toEqual([expected]);
  });
});

describe('a log that is not in the order of time', () => {
  const early = '2025-11-30T06:05:22+02:00';
  const late = '2025-11-30T05:05:22Z';
  const reason = 'the log is not in the order of time, and may be that of several servers';

  test('may be that of several servers', () => {
    expect(read(logrus(' --c', late), logrus(' --kubelet-https', early))).toEqual([`1:53 --c ${reason}`]);
  });

  test('is as good as one that is if nothing of the flag differs', () => {
    expect(read(logrus(' --c', late), logrus(' --d', early))).toEqual(['1:53 --c']);
  });

  test('in order, times of zones are compared', () => {
    expect(read(logrus(' --c', early), logrus(' --d', late))).toEqual(['2:53 --d']);
  });
});

test.each([
  ['the log of another program', 'time="2025-11-30T05:05:22Z" level=info msg="Running kubelet --a"'],
  ['not a message', 'Nov 30 05:05:22 a sudo: root : COMMAND=grep Running kube-apiserver --a'],
  ['prose', `The log of k3s says\n\n    ${logrus('')}`],
  ['YAML', `a: |\n  ${logrus('')}`],
])('is of another format: %s', (_, text) => {
  expect(read(text)).toBeUndefined();
});

test.each([
  ['k3s', 'Nov 30 05:05:22 a k3s[1]: time="2025-11-30T05:05:22Z" level=info msg="Running kubelet --a"'],
  ['RKE2', 'time="2025-11-30T05:05:22Z" level=info msg="Starting rke2 agent v1.21.5+rke2r2"'],
])('a log of %s must have a start', (_, text) => {
  expect(() => read(text)).toThrow('it is a log in which no API server starts');
});

test('is of another format: a document that shows a log', () => {
  expect(readText(logrus(''), FORMAT, 'hardening.md')).toBeUndefined();
});
