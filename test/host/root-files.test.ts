import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  changedInsideRoot,
  existsInsideRoot,
  listInsideRoot,
  type RootFiles,
  readInsideRoot,
} from '../../src/host/root-files.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { rootFiles } from '../support/root-files.ts';

/** A host whose etc/file says `inside`, beside a directory with a file that says `outside`. */
function host(): { view: RootFiles; outside: string } {
  const parent = temporaryDirectory();
  const base = join(parent, 'host');
  mkdirSync(join(base, 'etc', 'dir'), { recursive: true });
  writeFileSync(join(base, 'etc', 'file'), 'inside');
  writeFileSync(join(parent, 'file'), 'outside');
  mkdirSync(join(parent, 'etc'));
  writeFileSync(join(parent, 'etc', 'file'), 'outside');
  return { view: rootFiles(base), outside: parent };
}

describe('the root of a view', () => {
  test.each([
    ['/etc/file', 'a plain path'],
    ['etc/file', 'a path without a slash'],
    ['//etc/./dir/../file', 'a path that goes back and forth'],
    ['/../../../etc/file', 'a path that goes up too far'],
  ])('%s is read inside: %s', (path) => {
    expect(readInsideRoot(host().view, path).toString()).toBe('inside');
  });

  test.each([
    ['/etc/file', 'absolute'],
    ['../etc/file', 'relative'],
    ['../../../../../../etc/file', 'up too far'],
    ['dir/../file', 'through a directory'],
    ['second', 'to another link'],
  ])('a link to %s stays inside: %s', (target) => {
    const { view } = host();
    symlinkSync(target, join(view.base, 'etc', 'link'));
    symlinkSync('/etc/file', join(view.base, 'etc', 'second'));
    symlinkSync('/etc', join(view.base, 'linked'));
    expect(readInsideRoot(view, '/etc/link').toString()).toBe('inside');
    expect(readInsideRoot(view, '/linked/link').toString()).toBe('inside');
  });

  test('a link to a place that is only outside leads nowhere', () => {
    const { view, outside } = host();
    symlinkSync(join(outside, 'file'), join(view.base, 'etc', 'link'));
    symlinkSync(outside, join(view.base, 'etc', 'parent'));
    expect(() => readInsideRoot(view, '/etc/link')).toThrow('ENOENT');
    expect(() => readInsideRoot(view, '/etc/parent/file')).toThrow('ENOENT');
    expect(existsInsideRoot(view, '/etc/link')).toBe(false);
  });

  test('a base that is a link is followed, as /proc/PID/root is', () => {
    const { view, outside } = host();
    symlinkSync(view.base, join(outside, 'root'));
    expect(readInsideRoot(rootFiles(join(outside, 'root')), '/etc/file').toString()).toBe('inside');
  });
});

describe('what is not a regular file', () => {
  test('is not opened, and nothing hangs', () => {
    const { view } = host();
    const path = join(view.base, 'etc', 'odd');
    execFileSync('mkfifo', [path]);
    expect(() => readInsideRoot(view, '/etc/odd')).toThrow('not a regular file');
    expect(() => readInsideRoot(view, '/etc/dir')).toThrow('not a regular file');
    expect(() => readInsideRoot(rootFiles('/'), '/dev/zero')).toThrow('not a regular file');
  });

  test('is never a directory', () => {
    const { view } = host();
    expect(() => readInsideRoot(view, '/etc/file/more')).toThrow('ENOTDIR');
    expect(() => listInsideRoot(view, '/etc/file')).toThrow('not a directory');
  });

  test('may be a link to itself', () => {
    const { view } = host();
    symlinkSync('loop', join(view.base, 'loop'));
    expect(() => readInsideRoot(view, '/loop')).toThrow('too many symbolic links');
    expect(existsInsideRoot(view, '/loop')).toBe(true);
  });

  test('may be larger than any configuration, also after a larger one was read', () => {
    const { view } = host();
    execFileSync('truncate', ['-s', '2M', join(view.base, 'large')]);
    expect(readInsideRoot(view, '/large', 3 * 1024 * 1024)).toHaveLength(2 * 1024 * 1024);
    expect(() => readInsideRoot(view, '/large')).toThrow('larger than 1 MiB');
  });
});

test('names are listed as their bytes are sorted', () => {
  const { view } = host();
  for (const name of ['a.yaml.bak', 'a.yaml', 'B', '.hidden', 'é', 'z', 'a.yaml~'])
    writeFileSync(join(view.base, 'etc', 'dir', name), '');
  expect(listInsideRoot(view, '/etc/dir')).toEqual([
    '.hidden',
    'B',
    'a.yaml',
    'a.yaml.bak',
    'a.yaml~',
    'z',
    'é',
  ]);
});

test('a file that is put in the place of another counts as changed', () => {
  const { view } = host();
  const before = Date.now();
  execFileSync('touch', ['-d', '2001-01-01', join(view.base, 'etc', 'file')]);
  expect(changedInsideRoot(view, '/etc/file')).toBeGreaterThan(before - 1000);
});
