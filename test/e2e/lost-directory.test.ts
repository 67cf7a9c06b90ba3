import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { EXECUTABLE, runBin } from '../support/run-bin.ts';

const MANIFEST =
  'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver, --kubelet-https=false]\n';

/** Runs the tool in a directory that is deleted before it starts. */
function runLost(args: readonly string[]) {
  const cwd = temporaryDirectory();
  mkdirSync(join(cwd, 'lost'));
  return runBin(args, { cwd: join(cwd, 'lost'), through: ['sh', '-c', 'rmdir "$PWD" && exec "$@"', 'sh'] });
}

describe('in a deleted directory', () => {
  beforeEach(({ skip }) => {
    skip(EXECUTABLE !== undefined, 'Bun does not start there');
    skip(process.platform !== 'linux', 'only Linux lets the current directory be deleted');
  });

  test.each([
    { args: ['x.yaml'], path: 'x.yaml', why: 'a file' },
    { args: ['.'], path: '.', why: 'the directory itself, which would have nothing to audit' },
    { args: ['-', 'x.yaml'], path: 'x.yaml', why: 'a file beside standard input' },
    { args: ['/etc/hostname', '../x'], path: '../x', why: 'one of several' },
    { args: ['--root', 'host'], path: 'host', why: 'a host' },
    { args: ['--report', 'json=r.json'], path: 'r.json', why: 'a report' },
    { args: ['x.yaml', '--report', 'json=/dev/null'], path: 'x.yaml', why: 'a file beside a report' },
    { args: ['fix', 'x.yaml'], path: 'x.yaml', why: 'a file to fix' },
    { args: ['fix', '--root', 'host'], path: 'host', why: 'a host to fix' },
    { args: ['fix', '--write', '--backup-dir', 'b', '/x.yaml'], path: 'b', why: 'a place for backups' },
  ])('a relative path is an error with a hint: $why', async ({ args, path }) => {
    expect(await runLost(args)).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: cannot find ${path} in the current directory: it was deleted\nhint: Change to another directory, or give absolute paths.\n`,
    });
  });

  test.each([
    { args: ['explain'], why: 'explain' },
    { args: ['--help'], why: 'help' },
    { args: ['--version'], why: 'version' },
    {
      args: ['--allow-missing', '--source', 'ps', '-q', '--report', 'json=/dev/null'],
      why: 'another source',
    },
  ])('what needs no path works: $why', async ({ args }) => {
    expect(await runLost(args)).toMatchObject({ stderr: '' });
  });

  test('a host is audited, and a report of it written', async () => {
    const root = hostTree([{ pid: 42, cmdline: ['kube-apiserver', '--kubelet-https=false'], uid: 0 }]);
    const report = join(root, 'r');
    const { status, stdout, stderr } = await runLost(['--root', root, '--report', `unix=${report}`]);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^FAIL/);
    expect(readFileSync(report, 'utf8')).toContain(': fail: ');
  });

  test('a file is fixed', async () => {
    const file = join(temporaryDirectory(), 'x.yaml');
    const backups = temporaryDirectory();
    writeFileSync(file, MANIFEST);
    const { status } = await runLost(['fix', '--write', '--backup-dir', backups, file]);
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('kubelet-https');
  });
});
