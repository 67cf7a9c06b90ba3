import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startedAt } from '../../src/host/started-at.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

/** A /proc with the ticks at which processes started. */
function procOf(starts: Record<string, number>): string {
  const proc = temporaryDirectory();
  for (const [pid, ticks] of Object.entries(starts)) {
    mkdirSync(join(proc, pid));
    writeFileSync(join(proc, pid, 'stat'), `1 (a ) b) S ${'0 '.repeat(18)}${ticks} 0\n`);
  }
  return proc;
}

test('a start is the end of the tick in which it was counted: what was changed before it is never newer', () => {
  const proc = procOf({ self: 1000, 7: 1000, 8: 900 });
  expect(startedAt(proc, 7)).toBeCloseTo(performance.timeOrigin + 10, -1);
  expect(startedAt(proc, 8)).toBeCloseTo(performance.timeOrigin - 990, -1);
});

test('a start is counted from that of the machine where this process is not to be seen', () => {
  const proc = procOf({ 7: 150 });
  writeFileSync(join(proc, 'stat'), 'cpu 1 2\nbtime 1700000000\n');
  expect(startedAt(proc, 7)).toBe(1_700_000_001_510);
  expect(startedAt(proc, 8)).toBeUndefined();
});
