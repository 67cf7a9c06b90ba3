import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
    main: join(copy, 'dist/main.js'),
    kept,
    keptMain: join(kept, 'main.js'),
    run: (args: readonly string[], env: Record<string, string> = {}) => runBin(args, { bin, env }),
  };
}

const changed = (bytes: Buffer, at: number) => bytes.fill(0x55, at, at + 9);

describe('what Node.js compiled is kept', () => {
  test('of every file that a run loads, for nobody else', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const { kept, keptMain, run } = installed();
    await run(['--version']);
    expect(readdirSync(kept)).toEqual(['main.js']);
    const little = statSync(keptMain).size;
    const first = await run(HOST);
    expect(first.status).toBe(0);
    const loaded = ['chalk.js', 'host.js', 'main.js', 'pods.js', 'text.js', 'words.js'];
    expect(readdirSync(kept).sort()).toEqual(loaded);
    const { size, ino } = statSync(keptMain);
    expect(size).toBeGreaterThan(little);
    const modes = [join(kept, '..'), kept, keptMain].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);

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
