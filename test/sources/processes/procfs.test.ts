import { execFileSync } from 'node:child_process';
import fs, { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { printable } from '../../../src/model/printable.ts';
import { AuditError } from '../../../src/model/problem.ts';
import { readProcfs } from '../../../src/sources/processes/procfs.ts';
import { hostTree, temporaryDirectory } from '../../support/host-tree.ts';

const SERVER = { pid: 42, cmdline: ['kube-apiserver', '--etcd-servers=x'] };

describe('procfs', () => {
  test('keeps the boundaries of arguments, empty ones and blanks included', () => {
    const cmdline = ['kube-apiserver', '', '--etcd-prefix=a b', '', '--v=2'];
    const root = hostTree([{ pid: 7, cmdline, exe: '/usr/bin/kube-apiserver', uid: 12 }]);
    expect(readProcfs(join(root, 'proc'))).toEqual({
      source: 'procfs',
      processes: 1,
      problems: [],
      kubelets: [],
      invocations: [
        {
          origin: { kind: 'process', pid: 7, uid: 12, executable: '/usr/bin/kube-apiserver' },
          arguments: cmdline.map((text, index) => ({ text, index })),
          boundaries: 'kept',
        },
      ],
    });
  });

  test('counts every process, and hands on in the order of pids what mentions an API server', () => {
    const root = hostTree([
      { pid: 100, cmdline: ['kube-apiserver'] },
      { pid: 9, cmdline: ['grep', 'apiserver'] },
      { pid: 2, cmdline: [] },
      { pid: 1, cmdline: ['/sbin/init'] },
    ]);
    const { processes, invocations } = readProcfs(join(root, 'proc'));
    expect(processes).toBe(4);
    expect(invocations.map(({ origin }) => origin.kind === 'process' && origin.pid)).toEqual([9, 100]);
  });

  test('leaves open what it may not know', () => {
    const { invocations } = readProcfs(join(hostTree([SERVER]), 'proc'));
    expect(invocations[0]?.origin).toEqual({ kind: 'process', pid: 42, uid: null, executable: null });
  });

  test('knows who has started a program with the setuid bit', () => {
    const root = hostTree([{ ...SERVER, uid: 0 }]);
    writeFileSync(join(root, 'proc/42/status'), 'Name:\tsu\nUid:\t1000\t0\t0\t0\n');
    const { invocations } = readProcfs(join(root, 'proc'));
    expect(invocations[0]?.origin).toMatchObject({ uid: 0, realUid: 1000 });
  });

  test('takes a deleted executable for what it was', () => {
    const root = hostTree([{ ...SERVER, exe: '/usr/bin/kube-apiserver (deleted)' }]);
    expect(readProcfs(join(root, 'proc')).invocations[0]?.origin).toMatchObject({
      executable: '/usr/bin/kube-apiserver',
    });
  });

  test('reads arguments larger than its buffer', () => {
    const value = 'x'.repeat(2 * 1024 * 1024);
    const root = hostTree([{ pid: 1, cmdline: ['kube-apiserver', value, '--kubelet-https=0'] }]);
    const { invocations } = readProcfs(join(root, 'proc'));
    expect(invocations[0]?.arguments.map(({ text }) => text.length)).toEqual([14, value.length, 17]);
  });

  test('shows bytes that are no UTF-8, and leaves the other arguments as they are', () => {
    const cmdline = Buffer.from('kube-apiserver\0\xff\xe9\0', 'latin1');
    const root = hostTree([{ pid: 1, cmdline: Buffer.concat([cmdline, Buffer.from('é\0')]) }]);
    const [invocation] = readProcfs(join(root, 'proc')).invocations;
    expect(invocation?.arguments.map(({ text }) => printable(text))).toEqual([
      'kube-apiserver',
      '\\xff\\xe9',
      'é',
    ]);
  });

  test('looks again where a process becomes another one meanwhile', () => {
    const root = hostTree([
      { pid: 7, cmdline: ['sh', '-c', 'exec kube-apiserver --a'], exe: '/bin/kube-apiserver' },
    ]);
    const original = fs.readlinkSync;
    fs.readlinkSync = ((...args: Parameters<typeof original>) => {
      fs.writeFileSync(join(root, 'proc', '7', 'cmdline'), 'kube-apiserver\0--a\0');
      return original(...args);
    }) as typeof original;
    syncBuiltinESMExports();
    onTestFinished(() => {
      fs.readlinkSync = original;
      syncBuiltinESMExports();
    });
    const [invocation] = readProcfs(join(root, 'proc')).invocations;
    expect(invocation?.arguments.map(({ text }) => text)).toEqual(['kube-apiserver', '--a']);
  });

  test('skips a process that vanishes', () => {
    const root = hostTree([SERVER, { pid: 43, cmdline: ['kube-apiserver'] }]);
    rmSync(join(root, 'proc', '43', 'cmdline'));
    expect(readProcfs(join(root, 'proc'))).toMatchObject({ processes: 1, problems: [] });
  });
});

describe('a proc that is not what it seems', () => {
  test.each([
    ['a fifo', (path: string) => execFileSync('mkfifo', [path])],
    ['a link', (path: string) => symlinkSync('/etc/passwd', path)],
    ['a directory', (path: string) => mkdirSync(path)],
    ['endless', (path: string) => execFileSync('truncate', ['-s', '1G', path])],
  ])('is a problem, and never waits: cmdline is %s', (_, plant) => {
    const root = hostTree([SERVER, { pid: 50, cmdline: [] }]);
    const path = join(root, 'proc', '50', 'cmdline');
    rmSync(path);
    plant(path);
    const { invocations, problems } = readProcfs(join(root, 'proc'));
    expect(invocations).toHaveLength(1);
    expect(problems).toMatchObject([{ path: join(root, 'proc', '50') }]);
    expect(JSON.stringify(problems)).not.toContain('root:');
  });

  test('is left alone where a process is a link to elsewhere', () => {
    const root = hostTree([SERVER]);
    symlinkSync(join(root, 'proc', '42'), join(root, 'proc', '43'));
    writeFileSync(join(root, 'proc', '44'), 'kube-apiserver');
    expect(readProcfs(join(root, 'proc')).invocations).toHaveLength(1);
  });

  test.each([
    ['there is none', (root: string) => rmSync(join(root, 'proc'), { recursive: true })],
    ['it is empty', (root: string) => rmSync(join(root, 'proc', '42'), { recursive: true })],
    [
      'it is a link',
      (root: string) => {
        rmSync(join(root, 'proc'), { recursive: true });
        symlinkSync('/proc', join(root, 'proc'));
      },
    ],
  ])('is an error with a hint: %s', (_, spoil) => {
    const root = hostTree([SERVER]);
    spoil(root);
    expect(() => readProcfs(join(root, 'proc'))).toThrow(AuditError);
  });

  test('is an error where the directory is not a host', () => {
    expect(() => readProcfs(join(temporaryDirectory(), 'proc'))).toThrow(/no such file or directory/);
  });
});
