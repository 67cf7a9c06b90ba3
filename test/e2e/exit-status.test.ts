import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { preload } from '../support/preload.ts';
import { EXECUTABLE, NO_NODE, REPOSITORY, runBin } from '../support/run-bin.ts';

const LATE = '1 kube-apiserver --etcd-servers=x';

describe('the exit status', () => {
  test.each([
    [['kube-apiserver'], 0],
    [['kube-apiserver', '--kubelet-https=false'], 1],
    [['/usr/local/bin/k3s server'], 2],
    [['/sbin/init'], 3],
  ])('of an audit of %j is %d', async (cmdline, status) => {
    const root = hostTree([{ pid: 7, cmdline, uid: 0 }]);
    expect(await runBin(['--root', root])).toMatchObject({ status, stderr: '' });
  });

  test.each([
    { args: ['--formt', 'json'], hint: 'Did you mean --format?', why: 'a misspelt option' },
    {
      args: ['--root', '/nonexistent'],
      hint: 'Mount the /proc of the host there',
      why: 'no host under --root',
    },
  ])('is 2 for $why, with a hint and no stack', async ({ args, hint }) => {
    const { status, stdout, stderr } = await runBin(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .+\nhint: .+\n$/);
    expect(stderr).toContain(hint);
  });

  test('is 2 for an error of ours, with its stack and nothing unprintable', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { status, stdout, stderr } = await runBin([], { env: preload('throw-in-readdir') });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('internal error in kubelet-https-audit');
    expect(stderr).toContain('TypeError: \\x1b[31munforeseen');
    expect(stderr).toMatch(/\n {2}at /);
  });

  test('is 2 in a checkout without its build', async () => {
    const directory = temporaryDirectory();
    cpSync(join(REPOSITORY, 'bin'), join(directory, 'bin'), { recursive: true });
    cpSync(join(REPOSITORY, 'package.json'), join(directory, 'package.json'));
    const { status, stderr } = await runBin([], { bin: join(directory, 'bin', 'kubelet-https-audit.js') });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: kubelet-https-audit is not built: .+\nhint: .+npm ci && npm run build\n$/,
    );
  });

  test('is 2 where the build does not load', async () => {
    const directory = temporaryDirectory();
    cpSync(join(REPOSITORY, 'bin'), join(directory, 'bin'), { recursive: true });
    mkdirSync(join(directory, 'dist'));
    writeFileSync(
      join(directory, 'dist', 'main.js'),
      'exports.runProcess = () => { throw new Error("x"); };',
    );
    const { status } = await runBin([], { bin: join(directory, 'bin', 'kubelet-https-audit.js') });
    expect(status).toBe(2);
  });

  test('is 2 after an error that nobody caught, though the verdict comes later', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { status, stderr } = await runBin(['-'], { stdin: LATE, env: preload('throw-later') });
    expect(status).toBe(2);
    expect(stderr).toContain('internal error in kubelet-https-audit');
    expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('is 2 where there is nobody to be told, and comes at once', () => {
    const directory = temporaryDirectory();
    cpSync(join(REPOSITORY, 'bin'), join(directory, 'bin'), { recursive: true });
    const bin = join(directory, 'bin', 'kubelet-https-audit.js');
    for (const stderr of ['/dev/full', '&-']) {
      const { status } = spawnSync(
        'bash',
        ['--norc', '-c', `"$@" 2>${stderr}`, 'bash', process.execPath, bin],
        {
          timeout: 20_000,
        },
      );
      expect(status).toBe(2);
    }
  });
});

test('a report on this host names it', async () => {
  const { stdout } = await runBin(['-f', 'json']);
  expect(JSON.parse(stdout).host).toBe(hostname());
});
