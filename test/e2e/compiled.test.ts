import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { EXECUTABLE, NO_NODE, REPOSITORY, runBin } from '../support/run-bin.ts';

const HOST = ['--root', join(REPOSITORY, 'test/fixtures/hosts/kubeadm/pass')];

/** A tool of its own, and where it keeps what Node.js compiled. */
function installed() {
  const copy = temporaryDirectory();
  for (const name of ['bin', 'dist']) cpSync(join(REPOSITORY, name), join(copy, name), { recursive: true });
  const bin = join(copy, 'bin/kubelet-https-audit.js');
  const kept = join(copy, '.compile-cache', `${process.version}-${process.arch}`);
  return {
    compiled: join(copy, 'bin/compiled.js'),
    main: join(copy, 'dist/main.js'),
    chunks: join(copy, 'dist/chunks'),
    kept,
    keptMain: join(kept, 'main.js'),
    run: (args: readonly string[], env: Record<string, string> = {}) => runBin(args, { bin, env }),
  };
}

const changed = (bytes: Buffer, at: number) => bytes.fill(0x55, at, at + 9);

describe('what Node.js compiled is kept', () => {
  test('of every file that a run loads', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { kept, keptMain, run } = installed();
    await run(['--version']);
    expect(readdirSync(kept)).toEqual(['main.js']);
    const little = statSync(keptMain).size;
    // As a run leaves it that is killed.
    writeFileSync(join(kept, 'main.js.1.part'), 'a part');
    const first = await run(HOST);
    expect(first.status).toBe(0);
    const loaded = ['host.js', 'main.js', 'pods.js', 'text.js', 'words.js'];
    expect(readdirSync(kept).sort()).toEqual(loaded);
    const { size, ino } = statSync(keptMain);
    expect(size).toBeGreaterThan(little);
    const modes = [join(kept, '..'), kept, keptMain].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o755, 0o755, 0o644]);
    expect(readdirSync(kept)).not.toContain('main.js.1.part');

    expect(await run(HOST)).toEqual(first);
    expect(statSync(keptMain).ino).toBe(ino);
  });

  test('and used for the same source only', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { main, run } = installed();
    await run(['--version']);
    const source = readFileSync(main, 'utf8');
    writeFileSync(main, source.replaceAll('0.1.0', '9.9.9'));
    expect((await run(['--version'])).stdout).toBe('9.9.9\n');
    writeFileSync(main, source);
    expect((await run(['--version'])).stdout).toBe('0.1.0\n');
  });

  test.for([
    ['a part of the code is another', (bytes: Buffer) => changed(bytes, bytes.indexOf('\n})') + 20_000)],
    ['a part of its copy is another', (bytes: Buffer) => changed(bytes, bytes.length - 20_000)],
    ['it is cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['it is empty', () => Buffer.alloc(0)],
    ['the disk has lost it', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['its code is lost', (bytes: Buffer) => bytes.fill(0, bytes.indexOf('\n})') + 3)],
  ] as const)('and not if %s', async ([, damage], { skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { keptMain, run } = installed();
    const whole = await run(HOST);
    const before = readFileSync(keptMain);
    const damaged = Buffer.from(damage(Buffer.from(before)));
    writeFileSync(keptMain, damaged);
    expect(await run(HOST)).toEqual(whole);
    // It is made anew.
    const after = readFileSync(keptMain);
    expect(after.equals(damaged)).toBe(false);
    expect(await run(HOST)).toEqual(whole);
    expect(readFileSync(keptMain).equals(after)).toBe(true);
  });

  test('and not if another user could have written it', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    skip(process.getuid?.() !== 0, 'only root can give files to another user');
    const { keptMain, main, run } = installed();
    await run(['--version']);
    const forge = () => {
      const source = readFileSync(main, 'utf8');
      writeFileSync(main, source.replaceAll('0.1.0', '9.9.9'));
      const forged = readFileSync(keptMain);
      writeFileSync(main, source);
      return forged;
    };
    const whole = forge();
    for (const change of [() => chownSync(keptMain, 65534, 65534), () => chmodSync(keptMain, 0o666)]) {
      writeFileSync(keptMain, whole);
      change();
      const before = statSync(keptMain).ino;
      expect((await run(['--version'])).stdout).toBe('0.1.0\n');
      // It was made anew.
      expect(statSync(keptMain).ino).not.toBe(before);
    }
  });

  test('and not in the package of another user, who could not remove it', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    skip(process.getuid?.() !== 0, 'only root can give files to another user');
    const { kept, compiled, run } = installed();
    chownSync(compiled, 65534, 65534);
    expect((await run(['--version'])).stdout).toBe('0.1.0\n');
    expect(existsSync(join(kept, '..'))).toBe(false);
  });

  test('and a pipe in its place makes nothing wait', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { kept, keptMain, run } = installed();
    mkdirSync(kept, { recursive: true });
    execFileSync('mkfifo', [keptMain]);
    expect((await run(['--version'])).stdout).toBe('0.1.0\n');
    expect(statSync(keptMain).isFile()).toBe(true);
  });

  test('and not where that is not wanted, or cannot be', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { kept, run } = installed();
    await run(HOST, { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect(existsSync(join(kept, '..'))).toBe(false);
    const first = await run(HOST);
    rmSync(join(kept, '..'), { recursive: true });
    writeFileSync(join(kept, '..'), '');
    expect(await run(HOST)).toEqual(first);
  });
});

test('a file of the bundle that is missing is an error of ours, and none of the audited host', async ({
  skip,
}) => {
  skip(Boolean(EXECUTABLE), NO_NODE);
  const { chunks, run } = installed();
  rmSync(join(chunks, 'yaml.js'));
  const root = temporaryDirectory();
  cpSync(join(REPOSITORY, 'test/fixtures/hosts/kubeadm/pass'), root, { recursive: true });
  const manifest = join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('kind: Pod', 'kind: !!str Pod'));
  const { status, stderr } = await run(['--root', root]);
  expect(status).toBe(2);
  expect(stderr).toContain('Cannot find module');
});
