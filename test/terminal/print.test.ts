import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { isColoured, write } from '../../src/terminal/print.ts';

test.each([
  { isTTY: true, env: {}, expected: true, why: 'a terminal has it' },
  { isTTY: false, env: {}, expected: false, why: 'a pipe has none' },
  { isTTY: true, env: { NO_COLOR: '1' }, expected: false, why: 'NO_COLOR takes it away' },
  { isTTY: true, env: { NO_COLOR: '' }, expected: true, why: 'an empty NO_COLOR does not count' },
  { isTTY: true, env: { TERM: 'dumb' }, expected: false, why: 'a dumb terminal has none' },
  { isTTY: false, env: { FORCE_COLOR: '1' }, expected: true, why: 'FORCE_COLOR gives it to a pipe' },
  {
    isTTY: false,
    env: { FORCE_COLOR: '' },
    expected: true,
    why: 'an empty FORCE_COLOR counts, as in Node.js',
  },
  { isTTY: true, env: { FORCE_COLOR: '0' }, expected: false, why: 'FORCE_COLOR=0 takes it away' },
  {
    isTTY: false,
    env: { FORCE_COLOR: '1', NO_COLOR: '1' },
    expected: true,
    why: 'FORCE_COLOR wins, as in Node.js',
  },
])('$why', ({ isTTY, env, expected }) => {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  expect(isColoured({ env, stdout }, true)).toBe(expected);
  expect(isColoured({ env, stdout }, false)).toBe(false);
});

test('a stream that many texts are written to gets one listener', async () => {
  const stream = new PassThrough();
  stream.resume();
  for (let time = 0; time < 20; time += 1) await write(stream, 'x');
  expect(stream.listenerCount('error')).toBe(1);
});

test('a text that cannot be written gives the error', async () => {
  const stream = new PassThrough();
  stream.destroy();
  expect(await write(stream, 'x')).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
  expect(await write(stream, 'x')).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
});

test('a long text is written in pieces that tear no character', async () => {
  const long = `x${'😀'.repeat(1_100_000)}`;
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  expect(await write(stream, long)).toBeUndefined();
  expect(chunks.length).toBeGreaterThan(2);
  for (const chunk of chunks) expect(chunk.includes('\ufffd')).toBe(false);
  expect(Buffer.concat(chunks).toString()).toBe(long);
});
