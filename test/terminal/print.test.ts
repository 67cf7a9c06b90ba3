import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { AuditError } from '../../src/model/problem.ts';
import { outputTo } from '../../src/terminal/output.ts';
import { printError, write } from '../../src/terminal/print.ts';

test('a stream that many texts are written to gets one listener', async () => {
  const stream = new PassThrough();
  stream.resume();
  for (let time = 0; time < 20; time += 1) await write(outputTo(stream), 'x');
  expect(stream.listenerCount('error')).toBe(1);
});

test('a text that cannot be written gives the error', async () => {
  const stream = new PassThrough();
  stream.destroy();
  expect(await write(outputTo(stream), 'x')).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
  expect(await write(outputTo(stream), 'x')).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
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

test.each([
  { stream: {}, env: {}, columns: Number.POSITIVE_INFINITY, why: 'a log has each in one line' },
  {
    stream: { isTTY: true, columns: 50 },
    env: {},
    columns: 50,
    why: 'a terminal is not left to break words',
  },
  {
    stream: { isTTY: true, columns: 50 },
    env: { COLUMNS: '60' },
    columns: 60,
    why: 'COLUMNS is what counts',
  },
  {
    stream: {},
    env: { COLUMNS: '60' },
    columns: Number.POSITIVE_INFINITY,
    why: 'COLUMNS breaks no line of a log',
  },
])('an error is as wide as there is room: $why', async ({ stream, env, columns }) => {
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), stream);
  await printError(new AuditError('what happened '.repeat(9).trim(), 'what to do '.repeat(9).trim()), {
    stderr,
    env,
  });
  const lines = String(stderr.read()).trimEnd().split('\n');
  const widest = Math.max(...lines.map((line) => line.length));
  expect(widest).toBeLessThanOrEqual(columns);
  expect(widest).toBeGreaterThan(Math.min(columns, 100) - 15);
  expect(lines.join(' ').replace(/ +/g, ' ')).toBe(
    `error: ${'what happened '.repeat(9)}hint: ${'what to do '.repeat(9).trim()}`,
  );
});
