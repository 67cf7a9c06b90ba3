import { describe, expect, test } from 'vitest';
import { detectAll } from '../../../src/detection/detect.ts';
import { readProcessList } from '../../../src/sources/processes/process-list.ts';
import { isPrompt, withoutPrompts } from '../../../src/sources/processes/prompt.ts';

describe('a prompt', () => {
  test.each([
    '[root@node-a ~]# ps -ef | grep kube-apiserver',
    '[root@node-a ~]#',
    'user@host:~$ cat /etc/kubernetes/manifests/kube-apiserver.yaml',
    'core@ip-10-0-0-1 ~ $ sudo systemctl cat kube-apiserver',
    '(venv) user@host:/var/lib# ps aux',
    'bash-5.1$ ps -ef',
    '$ ps -ef | grep [k]ube-apiserver',
    '# sudo ps -ef | grep -e --kubelet-https',
    'node-a:~ # cat kube-apiserver.yaml',
  ])('is one with a command that shows something: %s', (line) => expect(isPrompt(line)).toBe(true));

  test.each([
    '[root@node-a ~]# kube-apiserver --etcd-servers=x',
    '[root@node-a ~]# nohup /usr/bin/kube-apiserver --etcd-servers=x &',
    'user@host:~$ docker run k8s.gcr.io/hyperkube --kubelet-https=false',
    'user@host:~$ ps -ef; sudo kube-apiserver --a=b',
  ])('is none if its command may start an API server: %s', (line) => expect(isPrompt(line)).toBe(false));

  test.each([
    '# a comment',
    '# Please cat this file',
    '#!/bin/sh',
    '$ORIGIN example.org.',
    'user@host: # a comment',
    'user@host',
    '[Service]',
    '[root@node]',
    'image: a@sha256:0 # x',
    'root     6096  6079  1 Nov01 ?        12:26:39 bash',
  ])('is nothing else: %s', (line) => expect(isPrompt(line)).toBe(false));
});

test('prompts around a process list are no lines of it', () => {
  const server = 'root 6096 6079 1 Nov01 ? 12:26:39 kube-apiserver --kubelet-https=false';
  const grep = 'root 7 1 0 10:00 pts/0 00:00:00 grep --color=auto kube-apiserver';
  const list = `[root@a ~]# ps -ef | grep kube-apiserver\n${server}\n${grep}\n[root@a ~]#`;
  const { servers, problems } = detectAll(readProcessList(Buffer.from(list), '-'));
  expect(servers.map(({ invocation }) => invocation.origin)).toEqual([
    { kind: 'ps', path: '-', line: 2, pid: 6096 },
  ]);
  expect(problems).toEqual([]);
});

test('a command that starts a server is not passed over with its prompt', () => {
  const list =
    '[root@a ~]# ps -e\n  PID TTY TIME CMD\n 1 ? 00:00:01 systemd\n[root@a ~]# kube-apiserver --kubelet-https=false\n';
  expect(readProcessList(Buffer.from(list), '-').problems).toMatchObject([{ line: 4 }]);
});

describe('a text without its prompts', () => {
  test('has everything else where it was', () => {
    const text = '\nuser@host:~$ cat é.yaml\r\nkind: Pod\r\nuser@host:~$ \r\n';
    expect(withoutPrompts(text)).toBe('\n                       \r\nkind: Pod\r\n             \r\n');
  });

  test.each(['kind: Pod\nuser@host:~$ ls\n', '# a comment\n$ ps -ef\n', ''])(
    'is as it is if it does not begin with one: %j',
    (text) => expect(withoutPrompts(text)).toBe(text),
  );
});
