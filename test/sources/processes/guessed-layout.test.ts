import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectAll } from '../../../src/detection/detect.ts';
import { isProcessList, readProcessList } from '../../../src/sources/processes/process-list.ts';
import { positioned } from '../../support/positioned.ts';

const LISTS = new URL('../../fixtures/process-lists/', import.meta.url);
const FLAGS =
  '--advertise-address=192.168.0.106 --etcd-servers=https://127.0.0.1:2379 --kubelet-https=false --secure-port=6443';

/** What is certain, what is not, and what is certainly something else. */
function read(text: string) {
  const bytes = Buffer.from(text);
  const { servers, problems } = detectAll(readProcessList(bytes, '-'));
  return {
    isList: isProcessList(bytes),
    servers: servers.map(({ arguments: args }) => args.map((argument) => argument.text).join(' ')),
    problems: problems.map(positioned),
  };
}

const only = { isList: true, servers: [FLAGS], problems: [] };

function highlighted(text: string): string {
  return text
    .replaceAll(/kube-apiserver/g, '\x1b[01;31m\x1b[K$&\x1b[m\x1b[K')
    .replace(/COMMAND|CMD/, '\x1b]0;ps\x07\x1b[01;31m\x1b[K$&\x1b[m\x1b[K');
}

describe.each(readdirSync(LISTS))('ps writes %s', (name) => {
  const text = readFileSync(new URL(name, LISTS), 'utf8');
  const [header = '', ...lines] = text.trimEnd().split('\n');
  const showsArguments = text.includes('--kubelet-https');
  const expected = showsArguments ? only : { ...only, servers: [''] };
  const server = lines.find((line) => /kube-apiserver(?: {2}--|$)/.test(line)) ?? '';

  test.each<[how: string, list: string]>([
    ['with its header', text],
    ['without it', lines.join('\n').concat('\n')],
    ['in colours', highlighted(text)],
    ['through grep', `${lines.filter((line) => line.includes('kube-apiserver')).join('\n')}\n`],
    ['through grep in colours', highlighted(`${server}\n${server.replace('kube-apiserver', 'less')}\n`)],
  ])('%s', (_, list) => {
    const { servers, ...rest } = read(list);
    expect({ ...rest, servers: [...new Set(servers)] }).toEqual(expected);
  });

  test.each([
    'grep --color=auto kube-apiserver --kubelet-https=false',
    'vim /etc/kubernetes/manifests/kube-apiserver.yaml',
    'less --kubelet-https kube-apiserver',
    'kubectl logs kube-apiserver --kubelet-https',
    'sudo -u root kube-apiserver --kubelet-https=false',
    '-bash -c kube-apiserver --kubelet-https=false',
  ])('and %s is no server', (command) => {
    const others = lines.filter((line) => !line.includes('kube-apiserver'));
    const list = [...others, server.replace(/kube-apiserver.*/, command), ''].join('\n');
    expect(read(list)).toMatchObject({ servers: [], problems: [] });
  });

  test('and a flag of an unknown program is not passed over', () => {
    const list = server.replace(/kube-apiserver.*/, 'my-server --kubelet-https=false').concat('\n');
    expect(read(list)).toMatchObject({ servers: [], problems: [expect.stringContaining('line 1')] });
    expect(header).not.toBe('');
  });
});

const COMMAND = `kube-apiserver ${FLAGS}`;

describe('a line without a header', () => {
  test.each([
    ` 6096 12-03:04:05 ${COMMAND}`,
    `    0 Ssl   \\_ ${COMMAND}`,
    `17724 Ssl 40760 0.1 ${COMMAND}`,
    `kube 17724 Ssl ${COMMAND}`,
    `4 S root 17724 1 0 80 0 - 181912 a-wait-channel 07:07 pts/0 00:00:00 ${COMMAND}`,
    `4242 root ${COMMAND}`,
    `4242 root 01:02 Ssl /usr/local/bin/${COMMAND}`,
    `4242 ? 00:00:01 root ${COMMAND}`,
  ])('is that of a server: %s', (line) => expect(read(`${line}\n`)).toEqual(only));

  test.each([
    `4242 ? 00:00:01 kube ${COMMAND}`,
    `4242 kube ${COMMAND}`,
    `4242 do_epoll_wait ${COMMAND}`,
    `PATH=/bin ${COMMAND}`,
    `3f0a0b0c0d0e0 k8s.gcr.io/pause ${COMMAND}`,
    'Running kube-apiserver --secure-port=1',
    '3f0a0b0c0d0e 0cae8d5cc64c 2 hours ago Running kube-apiserver 0 5b0a',
    'kube-apiserver $KUBE_API_ARGS',
    'kube-apiserver --secure-port=1 \\',
  ])('is not certain: %s', (line) =>
    expect(read(`/sbin/init\n${line}\n`)).toMatchObject({
      servers: [],
      problems: [expect.stringContaining('line 2: mentions an API server')],
    }),
  );

  test.each([
    '4242 pts/0 S+ 0:00 python3 watch.py kube-apiserver',
    'sleep 100 --name kube-apiserver',
    '/opt/monitor kube-apiserver',
    '4242 ? Ssl 0:00 /opt/monitor kube-apiserver',
    '- kube-apiserver',
  ])('is that of another program, or of none: %s', (line) =>
    expect(read(`/sbin/init\n${line}\n`).servers).toEqual([]),
  );

  test.each([
    'kind: Pod',
    '- kube-apiserver',
    'The kube-apiserver',
    '# R',
    'root: S',
    'Nov 29 07:00:00 node kube-apiserver[12]: x',
    'I1129 07:00:00.123456       1 server.go:632] kube-apiserver',
    'Updated Nov 12 by kube-apiserver',
  ])('is not taken for one: %s', (line) => expect(isProcessList(Buffer.from(line))).toBe(false));
});

describe('docker ps', () => {
  const header = 'CONTAINER ID   IMAGE   COMMAND   CREATED   STATUS   PORTS   NAMES';
  const line = (command: string, status = 'Up 2 hours') =>
    `7bed87c7f82d   k8s.gcr.io/kube-apiserver   "${command}"   About an hour ago   ${status}   k8s_kube-apiserver`;

  test.each([
    line(COMMAND),
    `${header}\n${line('/pause')}\n${line(COMMAND)}`,
    line(COMMAND, 'Up 1 second (healthy)'),
  ])('shows the command in quotes: %s', (list) => expect(read(`${list}\n`)).toEqual(only));

  test('has quotes and line ends of its own in a command', () => {
    const { servers } = read(`${line('kube-apiserver --a=\\"b\\" --kubelet-https=\\\\nfalse')}\n`);
    expect(servers).toEqual(['--a="b" --kubelet-https=\\nfalse']);
  });

  test('shows wrappers, and containers that have ended', () => {
    expect(read(`${line(`sh -c ${COMMAND}`)}\n${line(COMMAND, 'Exited (1) 1 second ago')}\n`)).toEqual({
      isList: true,
      servers: [],
      problems: [],
    });
  });

  test.each([
    line('kube-apiserver \\a --kubelet-https=false'),
    line(COMMAND).replace('   About', ' x   About'),
  ])('is not certain in another form: %s', (list) =>
    expect(read(`${list}\n`)).toMatchObject({ servers: [], problems: [expect.anything()] }),
  );

  test('may cut a command off', () => {
    const { invocations } = readProcessList(Buffer.from(`${line('kube-apiserver --ad…')}\n`), '-');
    expect(invocations[0]?.mayGoOn?.reason).toContain('ellipsis');
  });
});
