import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { DEBIAN_PACKAGE } from '../support/debian-package.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { EXECUTABLE, REPOSITORY } from '../support/run-bin.ts';

function run(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}) {
  return spawnSync(EXECUTABLE ?? '', args, { encoding: 'utf8', env: {}, ...options });
}

function skipWithout(skip: TestContext['skip']): void {
  skip(!EXECUTABLE, 'npm run test:binary tests the executable');
}

describe('the executable', () => {
  test('runs with nothing in its environment', ({ skip }) => {
    skipWithout(skip);
    expect(run(['--version'])).toMatchObject({ status: 0, stdout: '0.1.0\n', stderr: '' });
  });

  test('needs nothing but the C library', ({ skip }) => {
    skipWithout(skip);
    const { stdout } = spawnSync('ldd', [EXECUTABLE ?? ''], { encoding: 'utf8' });
    const libraries = [...stdout.matchAll(/^\s+(\S+?)\.so/gm)].map(([, name]) => name);
    const known = [
      'linux-vdso',
      'libc',
      'libm',
      'libdl',
      'libpthread',
      '/lib64/ld-linux-x86-64',
      '/lib/ld-linux-aarch64',
    ];
    expect(libraries.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    expect(libraries).toContain('libc');
  });

  test('is not changed by files of the directory it is run in, or by what Node.js would load', ({ skip }) => {
    skipWithout(skip);
    const cwd = temporaryDirectory();
    const harm = join(cwd, 'harm.js');
    writeFileSync(harm, 'require("node:fs").writeFileSync(__dirname + "/harmed", ""); process.exit(0);');
    writeFileSync(join(cwd, 'bunfig.toml'), 'preload = ["./harm.js"]\n');
    writeFileSync(join(cwd, '.env'), 'NO_COLOR=\nNODE_OPTIONS=--require=./harm.js\n');
    writeFileSync(join(cwd, 'package.json'), '{ "bun": { "preload": ["./harm.js"] } }');
    writeFileSync(join(cwd, 'tsconfig.json'), '{ "compilerOptions": { "paths": { "*": ["./harm.js"] } } }');
    const root = hostTree([{ pid: 1, cmdline: ['kube-apiserver', '--kubelet-https=false'] }]);
    const { status } = run(['--root', root, '-q'], { cwd, env: { NODE_OPTIONS: `--require=${harm}` } });
    expect(status).toBe(1);
    expect(spawnSync('ls', [cwd], { encoding: 'utf8' }).stdout).not.toContain('harmed');
  });

  test('finds a file below a path that is too long for the system, as far as it can be read', ({ skip }) => {
    skipWithout(skip);
    const root = temporaryDirectory();
    const pod =
      'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver, --kubelet-https=false]}]}\n';
    writeFileSync(join(root, 'pod.yaml'), pod);
    const deep = `mkdir -p ${'d'.repeat(200)} && cd ${'d'.repeat(200)}`;
    spawnSync('sh', ['-c', Array.from({ length: 25 }, () => deep).join(' && ')], { cwd: root });
    expect(run([root, '-q']).status).toBe(1);
    spawnSync('rm', ['-rf', join(root, 'd'.repeat(200))]);
  });

  test('comes with its checksum, its bill of materials and the licences of what is in it', ({ skip }) => {
    skipWithout(skip);
    const build = dirname(EXECUTABLE ?? '');
    const sums = readFileSync(join(build, 'SHA256SUMS'), 'utf8').trim().split('\n');
    expect(sums.map((line) => line.split('  ')[1])).toEqual(
      expect.arrayContaining(['THIRD-PARTY-NOTICES.txt', 'kubelet-https-audit.cdx.json']),
    );
    for (const [sum, name = ''] of sums.map((line) => line.split('  '))) {
      const found = createHash('sha256')
        .update(readFileSync(join(build, name)))
        .digest('hex');
      expect({ name, sum }).toEqual({ name, sum: found });
    }
    const bill = JSON.parse(readFileSync(join(build, 'kubelet-https-audit.cdx.json'), 'utf8'));
    const names = bill.components.map(({ group, name }: { group?: string; name: string }) =>
      group ? `${group}/${name}` : name,
    );
    const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'));
    expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), '@oven/bun-linux-aarch64']));
    const notices = readFileSync(join(build, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['commander', 'yaml', 'Bun']) expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  });

  test('and its Debian package are the same, byte by byte, wherever and whenever they are built', {
    timeout: 240_000,
  }, ({ skip }) => {
    skipWithout(skip);
    const directory = join(temporaryDirectory(), 'elsewhere');
    mkdirSync(directory);
    const parts = ['bin', 'deploy', 'docs', 'scripts', 'src'];
    const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'LICENSE'];
    spawnSync('cp', ['-r', ...parts, ...files, directory], { cwd: REPOSITORY });
    spawnSync('cp', ['-al', join(REPOSITORY, 'node_modules'), directory]);
    const build = join(directory, 'build');
    mkdirSync(build);
    spawnSync('cp', ['-r', 'build/runtimes', build], { cwd: REPOSITORY });
    const runHere = (command: string) => {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME };
      const { status, stderr } = spawnSync('sh', ['-c', `umask 077; ${command}`], {
        cwd: directory,
        encoding: 'utf8',
        env,
      });
      expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    };
    runHere('npm run build:deb');
    for (const path of [EXECUTABLE, DEBIAN_PACKAGE]) {
      const again = readFileSync(join(build, basename(path ?? '')));
      expect({ path, same: again.equals(readFileSync(path ?? '')) }).toEqual({ path, same: true });
    }

    writeFileSync(join(build, 'kubelet-https-audit-linux-arm64'), 'another');
    rmSync(join(build, basename(EXECUTABLE ?? '')));
    runHere('node scripts/build-deb.js');
    const other = join(build, basename(DEBIAN_PACKAGE ?? '').replace(/_[^_]*$/, '_arm64.deb'));
    const { stdout } = spawnSync('dpkg-deb', ['--field', other, 'Architecture'], { encoding: 'utf8' });
    expect(stdout).toBe('arm64\n');
    expect(readFileSync(join(build, 'SHA256SUMS'), 'utf8')).toContain(basename(other));
  });
});
