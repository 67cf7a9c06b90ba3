import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Progress } from '../../src/terminal/progress.ts';

function run(isTTY: boolean): string {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  let time = 0;
  const progress = new Progress({ stderr, now: () => new Date(time) });
  for (time = 0; time <= 1300; time += 50) progress.show(`at ${time}`);
  progress.clear();
  return String(stderr.read() ?? '');
}

test('progress is shown on a terminal after a second, now and then, and leaves nothing behind', () => {
  expect(run(true).split('\r\u001b[K').filter(Boolean)).toEqual(['at 1000', 'at 1100', 'at 1200', 'at 1300']);
  expect(run(true).endsWith('\r\u001b[K')).toBe(true);
});

test('progress is not shown elsewhere', () => expect(run(false)).toBe(''));
