import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { manifests } from '../support/fix/manifests.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const SCRIPTS = fileURLToPath(new URL('../support/fix', import.meta.url));
const DIST = join(REPOSITORY, 'build/modules');
const LANES = 3;
const KILLS_A_LANE = 21;

const OLD = Buffer.alloc(400_000, 'old\n');
const NEW = Buffer.alloc(500_000, 'new\n');

test('a tool that is killed leaves the old file or the new one, whole, and hidden files at most until the next run', {
  timeout: 240_000,
}, async () => {
  const outcomes = (await Promise.all(Array.from({ length: LANES }, killManyTimes))).flat();
  expect(outcomes).toHaveLength(LANES * KILLS_A_LANE);
  expect(new Set(outcomes.map(({ content }) => content))).toEqual(new Set(['old', 'new']));
  expect(outcomes.flatMap(({ visible }) => visible)).toEqual([]);
  // Each run removes what those before left.
  expect(Math.max(...outcomes.map(({ hidden }) => hidden))).toBe(1);
  // Some must have been killed in the middle of it, or nothing was tested.
  expect(outcomes.filter(({ hidden }) => hidden > 0).length).toBeGreaterThan(10);
});

async function killManyTimes() {
  const { root, directory, file, backups } = manifests();
  const contents = [join(root, 'new'), join(root, 'old')];
  writeFileSync(join(root, 'new'), NEW);
  writeFileSync(join(root, 'old'), OLD);
  writeFileSync(file, OLD);
  const outcomes: { content: string; visible: string[]; hidden: number }[] = [];
  for (let count = 0; count < KILLS_A_LANE; count += 1) {
    await killOnce([join(SCRIPTS, 'replace-for-ever.js'), DIST, file, backups, ...contents]);
    const found = readFileSync(file);
    const others = readdirSync(directory).filter((name) => name !== basename(file));
    const hidden = others.filter((name) => name.startsWith('.'));
    outcomes.push({
      content: found.equals(OLD) ? 'old' : found.equals(NEW) ? 'new' : `torn: ${found.length} bytes`,
      visible: others.filter((name) => !name.startsWith('.')),
      hidden: hidden.length,
    });
    rmSync(backups, { recursive: true, force: true });
  }
  spawnSync(process.execPath, [join(SCRIPTS, 'replace-once.js'), DIST, file, backups, '4']);
  expect(readdirSync(directory)).toEqual([basename(file)]);
  return outcomes;
}

async function killOnce(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  const start = performance.now();
  await once(child.stdout, 'data');
  await setTimeout(Math.random() * 2 * (performance.now() - start));
  child.kill('SIGKILL');
  expect((await exited)[1]).toBe('SIGKILL');
}

describe('a disk that fails', () => {
  test.for([
    { call: 'fsync', when: 1, says: 'i/o error; the file was not changed', content: 'old\n', backups: 0 },
    { call: 'fsync', when: 2, says: 'i/o error; the file was not changed', content: 'old\n', backups: 0 },
    { call: 'fsync', when: 3, says: 'i/o error; the file was not changed', content: 'old\n', backups: 0 },
    { call: 'rename', when: 1, says: 'i/o error; the file was not changed', content: 'old\n', backups: 1 },
    {
      call: 'fsync',
      when: 4,
      says: 'may lose it in a power failure: i/o error',
      content: 'new\n',
      backups: 1,
    },
  ])('is told: $call, time $when', ({ call, when, says, content, backups: count }, { skip }) => {
    skip(spawnSync('strace', ['true']).status !== 0, 'strace is not installed, or may not trace');
    const { directory, file, backups } = manifests();
    const { stdout } = spawnSync(
      'strace',
      [
        ...['-f', '-qq', '-o', '/dev/null', '-e', `inject=${call}:error=EIO:when=${when}`],
        ...[process.execPath, join(SCRIPTS, 'replace-once.js'), DIST, file, backups, '4'],
      ],
      { encoding: 'utf8' },
    );
    const result = JSON.parse(stdout);
    expect(result.outcome.message).toContain(says);
    expect(result.content).toBe(content);
    expect(result.backups).toHaveLength(count);
    expect(readdirSync(directory)).toEqual([basename(file)]);
  });
});
