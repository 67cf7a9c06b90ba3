import { execFile, fork, spawn, spawnSync } from 'node:child_process';
import { test } from 'vitest';

test.fails.each([
  ['execFile', () => execFile('true')],
  ['fork', () => fork('true')],
  ['spawn', () => spawn('true')],
  ['spawnSync', () => spawnSync('true')],
])('a unit test that starts a process fails, though it catches the error: %s', (_, start) => {
  try {
    start();
  } catch {
    // As a tool would that can do without.
  }
});
