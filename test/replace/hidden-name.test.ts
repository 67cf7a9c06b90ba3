import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { withDirectory } from '../../src/replace/directory-handle.ts';
import { hiddenName, removeLeftovers } from '../../src/replace/hidden-name.ts';
import { skipUnlessRoot } from '../support/fix/replace-in-child.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const NAME = 'kube-apiserver.yaml';
const PROGRAM = fileURLToPath(new URL('../support/fix/hidden-name.js', import.meta.url));

/** A name that a process gave which is dead now. */
function namedByTheDead(name = NAME, through: readonly string[] = []): string {
  const [command = '', ...rest] = [
    ...through,
    ...[process.execPath, PROGRAM, join(REPOSITORY, 'build/modules'), name],
  ];
  return execFileSync(command, rest, { encoding: 'utf8' });
}

/** The same name as one of another process. */
function inNameOf(pid: number, startedAt: string): string {
  return namedByTheDead().replace(/-\d+-\d+\./, `-${pid}-${startedAt}.`);
}

function startOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/.*\) /s, '').split(' ')[19] ?? '';
}

/** Whether a file of that name is there after the next run. */
function stays(hidden: string, create = (path: string) => writeFileSync(path, ''), name = NAME): boolean {
  const directory = temporaryDirectory();
  create(join(directory, hidden));
  withDirectory(directory, (handle) => removeLeftovers(handle, name));
  return readdirSync(directory).length > 0;
}

describe.runIf(process.platform === 'linux')('a hidden file', () => {
  test.each([
    NAME,
    'r',
    `${'x'.repeat(255)}`,
    `${'é'.repeat(127)}`,
    'a.0123456789abcdef-1-1.0123456789abcdef',
  ])('of a dead process is removed: for %s', (name) => {
    const hidden = namedByTheDead(name);
    expect(hidden).toMatch(/^\./);
    expect(Buffer.byteLength(hidden)).toBeLessThanOrEqual(255);
    expect(stays(hidden, undefined, name)).toBe(false);
  });

  test('of a dead process is removed, though its pid was given away', () => {
    expect(stays(inNameOf(process.pid, `${Number(startOf(process.pid)) - 1}`))).toBe(false);
  });

  test('of a process that is dead, but not yet waited for, is removed', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60']);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    while (!readFileSync(`/proc/${pid}/stat`, 'latin1').includes(') Z ')) await setTimeout(5);
    expect(stays(inNameOf(pid, startOf(pid)))).toBe(false);
  });

  test.each([
    { name: () => hiddenName(NAME), why: 'this process has made' },
    { name: () => inNameOf(1, startOf(1)), why: 'another living process has made' },
    { name: () => namedByTheDead('other'), why: 'is for another name' },
    { name: () => namedByTheDead(`x${NAME}`), why: 'is for a name that ends alike' },
    { name: () => namedByTheDead().slice(1), why: 'is not hidden' },
    { name: () => `${namedByTheDead()}~`, why: 'has more in its name' },
    { name: () => namedByTheDead().replace(/[0-9a-f]{16}-/, '0123456789abcdef-'), why: 'another boot left' },
    { name: () => `.${NAME}.0123456789abcdef`, why: 'a version before left' },
    { name: () => `.${NAME}.swp`, why: 'an editor has made' },
    { name: () => inNameOf(0, '1'), why: 'names no process' },
    { name: () => inNameOf(1, '1').replace('-1-1.', '-99999999999-1.'), why: 'names an impossible process' },
    { name: () => namedByTheDead(), create: (path: string) => symlinkSync('x', path), why: 'is a link' },
    { name: () => namedByTheDead(), create: (path: string) => mkdirSync(path), why: 'is a directory' },
  ])('stays that $why', ({ name, create }) => {
    expect(stays(name(), create)).toBe(true);
  });

  test('stays that belongs to another user', ({ skip }) => {
    skipUnlessRoot(skip);
    const create = (path: string) => {
      writeFileSync(path, '');
      chownSync(path, 65534, 65534);
    };
    expect(stays(namedByTheDead(), create)).toBe(true);
  });

  test.for([
    { through: ['unshare', '--pid', '--fork', '--mount-proc'], marked: true, why: 'with a /proc of its own' },
    { through: ['unshare', '--pid', '--fork'], marked: false, why: 'with the /proc of its host' },
  ])('stays that a container has made, $why', ({ through, marked }, { skip }) => {
    skipUnlessRoot(skip);
    const hidden = namedByTheDead(NAME, through);
    expect(/-\d+-\d+\.[0-9a-f]{16}$/.test(hidden)).toBe(marked);
    expect(stays(hidden)).toBe(true);
  });
});
