import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPORTS } from '../../src/reporters/index.ts';
import { hostTree } from '../support/host-tree.ts';
import { runInProcess } from '../support/run-in-process.ts';

const OTHER = { pid: 1, cmdline: ['/sbin/init'] };
const GOOD = { pid: 7, cmdline: ['kube-apiserver', '--etcd-servers=x'], exe: '/kube-apiserver', uid: 0 };
const BAD = { pid: 8, cmdline: ['kube-apiserver', '--kubelet-https=false'], exe: '/kube-apiserver', uid: 0 };
const HIDDEN = { pid: 9, cmdline: ['/usr/local/bin/k3s server'], exe: '/k3s', uid: 0 };
const DOUBTFUL = { ...GOOD, exe: '/usr/bin/node' };

describe('the exit status', () => {
  test.each([
    { processes: [OTHER, GOOD], args: [], status: 0, why: 'every server passes' },
    { processes: [BAD, GOOD], args: [], status: 1, why: 'one fails' },
    { processes: [HIDDEN, BAD], args: [], status: 1, why: 'one fails and another is unknown' },
    { processes: [HIDDEN, GOOD], args: [], status: 2, why: 'one is unknown' },
    { processes: [OTHER], args: [], status: 3, why: 'there is none' },
    { processes: [OTHER], args: ['--allow-missing'], status: 0, why: 'there is none, and need not be' },
    { processes: [HIDDEN], args: ['--allow-missing'], status: 2, why: 'there is one that is unknown' },
    { processes: [BAD], args: ['--allow-missing'], status: 1, why: 'there is one that fails' },
    { processes: [DOUBTFUL], args: [], status: 0, why: 'a warning alone does not fail' },
    { processes: [DOUBTFUL], args: ['--strict'], status: 1, why: '--strict makes a warning fail' },
  ])('is $status where $why, in every format and with none', async ({ processes, args, status }) => {
    const root = hostTree(processes);
    for (const format of [[], ['--format=json'], ['--quiet'], ['--verbose'], ['--no-color']]) {
      const result = await runInProcess(['--root', root, ...args, ...format]);
      expect(result).toMatchObject({ status, stderr: '' });
      expect(result.stdout === '').toBe(format.includes('--quiet'));
      if (format.includes('--format=json')) expect(JSON.parse(result.stdout).exitStatus).toBe(status);
    }
  });

  test.each([
    { args: ['--formt', 'json'], hint: 'Did you mean --format?', why: 'a misspelt option' },
    { args: ['--format', 'jsn'], hint: 'Did you mean json?', why: 'a misspelt format' },
    {
      args: ['--root', '/nonexistent'],
      hint: 'Mount the /proc of the host there',
      why: 'no host under --root',
    },
    { args: ['--kubernetes-version', 'new'], hint: 'Write it as', why: 'no version' },
  ])('is 2 for $why, with a hint and no stack', async ({ args, hint }) => {
    const { status, stdout, stderr } = await runInProcess(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(stderr).toContain(hint);
  });

  test.each(Object.keys(REPORTS).filter((name) => name !== 'text'))(
    'is 2 where there is nothing to look at, and %s says so as a file of that format does',
    async (format) => {
      const file = join(hostTree([]), 'report');
      const { status, stdout, stderr } = await runInProcess([
        ...['--root', '/nonexistent', '--format', format, '--report', `${format}=${file}`],
      ]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
      expect(stdout).toBe(readFileSync(file, 'utf8'));
      expect(stdout).not.toBe('');
      const quiet = await runInProcess(['--root', '/nonexistent', '--format', format, '-q']);
      expect(quiet).toEqual({ status: 2, stdout: '', stderr });
    },
  );

  test.each([
    { args: ['-'], says: 'lists no processes', why: 'empty input' },
    { args: ['/nonexistent.yaml'], says: 'no such file', why: 'a file that is not there' },
    { args: ['explian'], says: '--help lists the commands', why: 'a misspelt command' },
    { args: ['/dev/null'], says: 'is not a regular file', why: 'a device' },
  ])('is 2 for $why, in the report', async ({ args, says }) => {
    const { status, stdout, stderr } = await runInProcess(args);
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    expect(stdout).toContain('UNKNOWN');
    expect(stdout.replace(/\s+/g, ' ')).toContain(says);
  });

  test('is 2 where a process is not what it seems', async () => {
    const root = hostTree([GOOD]);
    mkdirSync(join(root, 'proc', '50', 'cmdline'), { recursive: true });
    const { status, stdout } = await runInProcess(['--root', root]);
    expect(status).toBe(2);
    expect(stdout).toContain('cannot be read');
  });

  test.each([[['--help']], [['explain']], [['--version']]])('is 0 for %o', async (args) => {
    expect(await runInProcess(args)).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('--kubernetes-version', () => {
  test('adds what the release makes of the flag', async () => {
    const { stdout, status } = await runInProcess([
      '--root',
      hostTree([BAD]),
      '--kubernetes-version',
      'v1.20.2',
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('[flag-ignored]');
  });
});

describe('the host of a report', () => {
  test('is named where it is known', async () => {
    const root = hostTree([GOOD]);
    const hostOf = async (args: readonly string[], stdin = '') =>
      JSON.parse((await runInProcess(['-f', 'json', ...args], { stdin })).stdout).host;
    expect(await hostOf(['--root', root])).toBeNull();
    expect(await hostOf(['-'], '1 /sbin/init')).toBeNull();
    mkdirSync(join(root, 'etc'));
    writeFileSync(join(root, 'etc', 'hostname'), 'master-1\n');
    expect(await hostOf(['--root', root])).toBe('master-1');
    writeFileSync(join(root, 'etc', 'hostname'), '\u001b[31m\n');
    expect(await hostOf(['--root', root])).toBeNull();
    rmSync(join(root, 'etc', 'hostname'));
    symlinkSync('/etc/hostname', join(root, 'etc', 'hostname'));
    expect(await hostOf(['--root', root])).toBeNull();
  });
});
