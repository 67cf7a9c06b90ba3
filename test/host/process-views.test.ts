import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { processViews } from '../../src/host/process-views.ts';
import { existsInsideRoot, listInsideRoot, readInsideRoot } from '../../src/host/root-files.ts';
import type { ProcessOrigin } from '../../src/model/invocation.ts';
import { isStartedByRoot } from '../../src/model/process-owner.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { rootFiles } from '../support/root-files.ts';

const USER = 1000;
const OVER = 'its files exceed the limit for a process of another user';
const OVER_ALL = 'its files exceed the limit for all processes of other users together';

function originOf(pid: number, uid: number | null = USER): ProcessOrigin {
  return { kind: 'process', pid, uid, executable: null };
}

/** Processes that all see one directory, with these files in it. */
function views(files: Readonly<Record<string, string>>, now: () => number = () => 0) {
  const proc = temporaryDirectory();
  const seen = join(proc, 'seen');
  mkdirSync(seen);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(seen, name), text);
  const viewOf = processViews(proc, rootFiles(), () => false, now);
  return (pid: number, uid?: number | null) => {
    mkdirSync(join(proc, String(pid)), { recursive: true });
    const view = viewOf(originOf(pid, uid));
    if (!view.base.endsWith('/root')) throw new Error(view.base);
    return { ...view, base: seen };
  };
}

/** How often something can be done before an error, and that error. */
function untilError(most: number, act: (index: number) => void): { times: number; error: unknown } {
  for (let times = 0; times < most; times += 1) {
    try {
      act(times);
    } catch (error) {
      return { times, error: error instanceof Error ? error.message : error };
    }
  }
  return { times: most, error: undefined };
}

describe('what is read for a process of another user', () => {
  test.each([
    { why: 'many files', size: 1, times: 64 },
    { why: 'many bytes', size: 4 * 1024, times: 4 },
    { why: 'one large file, of which nothing is read', size: 1024 * 1024, times: 0 },
  ])('ends: $why', ({ size, times }) => {
    const viewOf = views({ file: 'x'.repeat(size) });
    const read = () => readInsideRoot(viewOf(1), '/file');
    expect(untilError(1000, read)).toEqual({ times, error: OVER });
    expect(() => existsInsideRoot(viewOf(1), '/file')).toThrow(OVER);
    expect(existsInsideRoot(viewOf(2), '/file')).toBe(true);
  });

  test('ends in a directory with many names', () => {
    const names = Array.from({ length: 5000 }, (_, index) => [`${index}`, ''] as const);
    expect(() => listInsideRoot(views(Object.fromEntries(names))(1), '/')).toThrow(OVER);
  });

  test('ends on a path of many links', () => {
    const viewOf = views({});
    const { base } = viewOf(1);
    mkdirSync(join(base, 'd'));
    symlinkSync(`${'d/../'.repeat(700)}none`, join(base, 'link'));
    expect(untilError(1000, () => existsInsideRoot(viewOf(1), '/link')).times).toBeLessThan(10);
  });

  test('ends with its time', () => {
    let now = 0;
    const viewOf = views({ file: '' }, () => now);
    readInsideRoot(viewOf(1), '/file');
    now = 501;
    expect(() => readInsideRoot(viewOf(1), '/file')).toThrow(OVER);
  });

  test('ends for all of them together, and not for root', () => {
    const viewOf = views({ file: 'x'.repeat(1024) });
    const read = (pid: number) => void readInsideRoot(viewOf(pid), '/file');
    expect(untilError(10_000, (index) => read(Math.floor(index / 10) + 1))).toEqual({
      times: 64,
      error: OVER_ALL,
    });
    expect(() => read(5000)).toThrow(OVER_ALL);
    expect(readInsideRoot(viewOf(6000, 0), '/file').length).toBe(1024);
  });

  test('is the same where the user is not known', () => {
    const viewOf = views({ file: '' });
    expect(untilError(1000, () => readInsideRoot(viewOf(1, null), '/file')).error).toBe(OVER);
  });
});

test.each([
  { origin: { uid: 0 }, roots: true, why: 'root' },
  { origin: { uid: 1000 }, roots: false, why: 'a user' },
  { origin: { uid: null }, roots: false, why: 'nobody knows' },
  { origin: { uid: 0, realUid: 1000 }, roots: false, why: 'a user, by a program with the setuid bit' },
  { origin: { uid: 1000, realUid: 0 }, roots: false, why: 'root that has become a user' },
])('is started by $why', ({ origin, roots }) => {
  expect(isStartedByRoot({ ...originOf(1), ...origin })).toBe(roots);
});
