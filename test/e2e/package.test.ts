import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

function run(command: string, args: readonly string[], cwd: string) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' });
  expect({ status: result.status, output: result.status === 0 ? '' : result.stderr }).toEqual({
    status: 0,
    output: '',
  });
  return result.stdout;
}

test('the package is one package, installs without a network, and brings its schema and licences', () => {
  const directory = temporaryDirectory();
  const pack = [join(REPOSITORY, 'scripts/pack.js'), '--pack-destination', directory];
  const packed = spawnSync(process.execPath, pack, { cwd: REPOSITORY, encoding: 'utf8' });
  expect(packed).toMatchObject({ status: 0, stdout: 'kubelet-https-audit-0.1.0.tgz\n', stderr: '' });
  const options = ['--offline', '--cache', join(directory, 'cache'), '--prefix', directory];
  const tarball = join(directory, 'kubelet-https-audit-0.1.0.tgz');
  expect(statSync(tarball).size).toBeLessThan(300_000);
  expect(
    run('npx', ['--yes', ...options, `--package=${tarball}`, 'kubelet-https-audit', '-V'], directory),
  ).toBe('0.1.0\n');
  const said = run('npm', ['install', '--global', ...options, tarball], directory);
  expect(said).toMatch(/^\nadded 1 package in /);
  const bin = join(directory, 'bin', 'kubelet-https-audit');
  expect(run(bin, ['--version'], directory)).toBe('0.1.0\n');
  const root = join(REPOSITORY, 'test/fixtures/hosts/kubeadm/pass');
  expect(run(bin, ['--root', root], directory)).toMatch(/^PASS/);

  const modules = join(directory, 'lib', 'node_modules');
  expect(readdirSync(modules).filter((name) => !name.startsWith('.'))).toEqual(['kubelet-https-audit']);
  const installed = join(modules, 'kubelet-https-audit');
  expect(readdirSync(installed)).not.toContain('node_modules');
  const { exports, ...manifest } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(existsSync(join(directory, 'share', 'man', 'man1', `${manifest.name}.1`))).toBe(true);
  const readme = readFileSync(join(installed, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(10);
  const address = `${manifest.homepage.replace(/#.*/, '')}/blob/v0.1.0/`;
  expect(links.filter((link) => !link.startsWith(address) && !/^(https:|#)/.test(link))).toEqual([]);
  for (const key of ['dependencies', 'devDependencies', 'scripts']) expect(manifest).not.toHaveProperty(key);
  for (const path of Object.values<string>(exports)) expect(existsSync(join(installed, path))).toBe(true);
  expect(existsSync(join(installed, 'LICENSE'))).toBe(true);

  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
  const notices = readFileSync(join(installed, 'THIRD-PARTY-NOTICES.txt'), 'utf8').split(
    `\n${'-'.repeat(80)}\n`,
  );
  for (const name of Object.keys(dependencies)) {
    const [notice = ''] = notices.filter((text) => text.startsWith(`${name} `));
    expect(notice).toMatch(/Copyright|Permission/);
  }
});

test('package.json is replaced while npm packs, and what is written into it afterwards stays', () => {
  const directory = temporaryDirectory();
  for (const name of ['build', 'scripts']) mkdirSync(join(directory, name));
  const script = join(directory, 'scripts', 'packed-manifest.js');
  cpSync(join(REPOSITORY, 'scripts/packed-manifest.js'), script);
  const path = join(directory, 'package.json');
  const before = readFileSync(join(REPOSITORY, 'package.json'), 'utf8');
  const isPacked = () => !/ependencies|"scripts"/.test(readFileSync(path, 'utf8'));
  const replace = (...args: string[]) =>
    run('env', ['-u', 'npm_command', process.execPath, script, ...args], directory);
  writeFileSync(path, before);
  replace();
  expect(isPacked()).toBe(true);
  replace();
  expect(isPacked()).toBe(true);
  replace('--restore');
  expect(readFileSync(path, 'utf8')).toBe(before);
  replace();
  const edited = before.replace('0.1.0', '0.2.0');
  writeFileSync(path, edited);
  replace('--restore');
  expect(readFileSync(path, 'utf8')).toBe(edited);
});
