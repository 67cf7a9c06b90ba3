import { readRegularFile } from '../sources/system/descriptors.ts';
import { tried } from '../sources/system/errno.ts';

/** Linux counts the start of a process in hundredths of a second since the machine started, on all platforms of Node.js. */
const MILLISECONDS_A_TICK = 10;

/**
 * When a process had started for certain, in milliseconds since 1970; undefined if /proc does not say. It is computed
 * from the start of this process: the time at which the machine started is not to be had in every container. Both starts
 * are rounded down to a tick, so one is added: what was changed before the process started never seems to be newer.
 */
export function startedAt(proc: string, pid: number): number | undefined {
  const ticks = startTicks(`${proc}/${pid}/stat`);
  const own = startTicks(`${proc}/self/stat`);
  if (ticks === undefined) return undefined;
  if (own !== undefined) return ownStart() - (own - ticks - 1) * MILLISECONDS_A_TICK;
  const booted = bootTime(`${proc}/stat`);
  return booted === undefined ? undefined : booted + (ticks + 1) * MILLISECONDS_A_TICK;
}

let start: number | undefined;

/** What performance.timeOrigin says, for which Node.js loads modules that nothing else here needs; always the same. */
function ownStart(): number {
  start ??= Date.now() - process.uptime() * 1000;
  return start;
}

/** For a /proc in which this process is not to be seen. */
function bootTime(path: string): number | undefined {
  const seconds = numberIn(path, (text) => /^btime (\d+)$/m.exec(text)?.[1]);
  return seconds === undefined ? undefined : seconds * 1000;
}

/** Field 22 of stat. The second, in parentheses, may hold anything. */
function startTicks(path: string): number | undefined {
  return numberIn(path, (text) => text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
}

/** Undefined if there is no such file, or no such number in it. */
function numberIn(path: string, find: (text: string) => string | undefined): number | undefined {
  const text = tried(() => readRegularFile(path));
  const number = text === undefined ? Number.NaN : Number(find(text));
  return Number.isFinite(number) ? number : undefined;
}
