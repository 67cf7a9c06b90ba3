import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';

const POD = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command: [kube-apiserver]\n';

test('standard input is read as whatever it is', async () => {
  const manifest =
    '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"command":["kube-apiserver","--kubelet-https=f"]}]}}';
  const { status, stdout } = await runBin(['-', '-f', 'json'], { stdin: manifest });
  expect(status).toBe(1);
  expect(parseReport(stdout).findings).toMatchObject([{ target: { path: '-', format: 'workload' } }]);
});

test('a fifo is a problem and is not waited for', async () => {
  const path = join(temporaryDirectory(), 'pod.yaml');
  execFileSync('mkfifo', [path]);
  const { status, stdout, stderr } = await runBin([path]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  expect(stdout).toContain('pod.yaml: ');
});

test('a file may have a name that is not UTF-8', async () => {
  const root = temporaryDirectory();
  const name = Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xff]), Buffer.from('.yaml')]);
  writeFileSync(name, POD.replace('kube-apiserver', 'kube-apiserver, --kubelet-https=false'));
  const { status, stdout } = await runBin([root, '-f', 'unix']);
  expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining('/\\xff.yaml:') });
});

test('a directory that may not be read is a problem', async ({ skip }) => {
  skip(process.getuid?.() !== 0, 'needs setpriv to become another user');
  const root = temporaryDirectory();
  chmodSync(root, 0o755);
  mkdirSync(join(root, 'closed'), 0);
  writeFileSync(join(root, 'pod.yaml'), POD);
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(REPOSITORY, part), join(root, 'node_modules', 'tool', part), { recursive: true });
  }
  const { status, stdout } = await runBin([root, '-f', 'json'], {
    through: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
    bin: join(root, 'node_modules', 'tool', 'bin', 'kubelet-https-audit.js'),
  });
  expect(status).toBe(2);
  expect(parseReport(stdout).problems).toMatchObject([{ path: join(root, 'closed') }]);
});
