import { getEventListeners } from 'node:events';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { repeat } from '../src/repeat.ts';
import type { Ending } from '../src/terminal/run-itself.ts';
import { terminalOf } from '../src/terminal/terminal.ts';
import { fakeTerminal } from './support/fix/fake-terminal.ts';

const HOUR = 3600;

const ended = (status: number, isUnread = false): Ending => ({ status, isUnread });

/** Repeats an audit that ends so each time; it is stopped during the round after the last one. */
async function repeated(endings: readonly (number | Ending)[], random = () => 0) {
  const { terminal, texts } = fakeTerminal();
  const controller = new AbortController();
  const startedAt: number[] = [];
  const status = await repeat(
    HOUR,
    {
      ...terminal,
      stop: () => controller.signal,
      runItself: async () => {
        const ending = endings[startedAt.length];
        startedAt.push(terminal.now().getTime());
        if (ending === undefined) controller.abort();
        return typeof ending === 'number' ? ended(ending) : (ending ?? 'SIGKILL');
      },
    },
    random,
  );
  return { status, startedAt, stderr: texts.stderr };
}

describe('an audit that is repeated', () => {
  test.each<{ endings: readonly (number | Ending)[]; status: number; why: string }>([
    { endings: [], status: 2, why: 'what was stopped in its first run has seen nothing' },
    { endings: [0], status: 0, why: 'the run that was interrupted does not count' },
    { endings: [0, 1], status: 1, why: 'the last run decides' },
    { endings: [1, 3, 0], status: 0, why: 'what was repaired passes' },
    { endings: [0, 2], status: 2, why: 'a run that fails for a reason of its own counts' },
    { endings: [2, 2, 0], status: 0, why: 'and ends nothing' },
    { endings: [0, 'SIGKILL'], status: 2, why: 'what was killed is undetermined' },
    { endings: ['SIGKILL', 1], status: 1, why: 'and ends nothing' },
    { endings: [0, new Error('spawn EAGAIN')], status: 2, why: 'what cannot be started is undetermined' },
    { endings: [new Error('spawn EAGAIN'), 0], status: 0, why: 'and is tried again' },
    { endings: [0, ended(1, true)], status: 1, why: 'a run whose report nobody reads is one all the same' },
  ])('ends with $status after $endings: $why', async ({ endings, status }) => {
    expect(await repeated(endings)).toMatchObject({ status });
  });

  test('is not repeated once nobody reads its reports', async () => {
    expect((await repeated([0, ended(0, true), 0])).startedAt).toHaveLength(2);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'that is ended by %s, as this process is, does not count, whichever is seen first',
    async (signal) => {
      const { terminal, texts } = fakeTerminal();
      const controller = new AbortController();
      const endings: Ending[] = [ended(0), signal];
      const status = await repeat(HOUR, {
        ...terminal,
        stop: () => controller.signal,
        sleep: async (milliseconds) => void (milliseconds < 1000 && controller.abort()),
        runItself: async () => endings.shift() ?? ended(1),
      });
      expect({ status, stderr: texts.stderr, left: endings }).toEqual({ status: 0, stderr: '', left: [] });
    },
  );

  test.each([
    { ending: 'SIGKILL' as const, stderr: 'error: the audit was ended by SIGKILL\nhint: Check its memory' },
    {
      ending: new Error('spawn\u001b EAGAIN'),
      stderr: 'error: the audit cannot be started: spawn\\x1b EAGAIN\nhint: It is tried again',
    },
  ])('says that a run did not end by itself: $ending', async ({ ending, stderr }) => {
    expect((await repeated([ending])).stderr).toContain(stderr);
  });

  test.each([
    { random: 0, pause: 60 },
    { random: 0.5, pause: 57 },
    { random: 0.999999, pause: 54 },
  ])('waits an hour less up to a tenth: $pause minutes', async ({ random, pause }) => {
    const { startedAt } = await repeated([0, 0], () => random);
    const [first = 0, second = 0, third = 0] = startedAt;
    expect(first).toBe(0);
    expect((second - first) / 60_000).toBeCloseTo(pause, 3);
    expect(third - second).toBe(second - first);
  });

  test('ends at once where it is stopped while it waits', async () => {
    const { terminal } = fakeTerminal();
    const controller = new AbortController();
    const { sleep } = terminalOf(process, []);
    const status = repeat(HOUR, {
      ...terminal,
      sleep,
      stop: () => controller.signal,
      runItself: async () => {
        setTimeout(1).then(() => controller.abort());
        return ended(1);
      },
    });
    expect(await status).toBe(1);
  });

  test('needs no more memory after 10,000 rounds', async () => {
    const { terminal } = fakeTerminal();
    const controller = new AbortController();
    const { sleep } = terminalOf(process, []);
    const used: number[] = [];
    let rounds = 0;
    await repeat(0, {
      ...terminal,
      sleep: (_, stop) => (rounds % 100 === 0 ? sleep(0, stop) : setImmediate()),
      stop: () => controller.signal,
      runItself: async () => {
        if (rounds % 10_000 === 1000) used.push(await heapUsed());
        if (rounds === 11_000) controller.abort();
        rounds += 1;
        return ended(0);
      },
    });
    const [before = 0, after = 0] = used;
    expect(used).toHaveLength(2);
    expect(after - before).toBeLessThan(256 * 1024);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

async function heapUsed(): Promise<number> {
  await setImmediate();
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
