import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

function npm(args: readonly string[], cwd: string) {
  const result = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  expect({ status: result.status, output: result.status === 0 ? '' : result.stderr }).toEqual({
    status: 0,
    output: '',
  });
  return result.stdout;
}

test('the package installs without a network, and brings its schema', () => {
  const directory = temporaryDirectory();
  npm(['pack', '--ignore-scripts', '--pack-destination', directory], REPOSITORY);
  const cache = join(directory, 'cache');
  const tarball = join(directory, 'kubelet-https-audit-0.1.0.tgz');
  npm(['install', '--global', '--offline', '--cache', cache, '--prefix', directory, tarball], directory);
  const { status, stdout } = spawnSync(join(directory, 'bin', 'kubelet-https-audit'), ['--version'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '0.1.0\n' });
  const installed = join(directory, 'lib', 'node_modules', 'kubelet-https-audit');
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  for (const path of Object.values<string>(exports)) expect(existsSync(join(installed, path))).toBe(true);
  expect(existsSync(join(installed, 'LICENSE'))).toBe(true);
});
