import { GROWTH_BAR, MEMORY_BAR, RATIO_BARS } from './bars.js';
import { EXECUTABLE, NODE, NOTHING, PS } from './commands.js';
import { spreadOf } from './spread-of.js';

/**
 * @typedef {{ most: number, isMet: boolean }} Verdict
 * @typedef {object} Comparison
 * @property {string} against
 * @property {number} ratio of the medians
 * @property {import('./spread-of.js').Spread} rounds the ratios of the single rounds
 * @property {Verdict} [bar]
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} command
 * @property {import('./spread-of.js').Spread} milliseconds
 * @property {number | null} peakMemory in MB; null where it was not measured
 * @property {Verdict} [memoryBar]
 * @property {Comparison[]} comparisons
 *
 * @typedef {object} Work
 * @property {'processes' | 'files'} kind
 * @property {number} size as planned
 * @property {number} there how many there really were when all had been started
 * @property {number} thereAfter the same after the last measurement
 * @property {number} started
 * @property {Row[]} rows
 *
 * @typedef {object} Growth
 * @property {string} command
 * @property {number} from @property {number} to
 * @property {number} ratio what a process costs among the more, in proportion to among the fewer
 * @property {number | null} further what a further process costs in the upper half of this range, in proportion to the lower
 * @property {Verdict} [bar]
 */

/**
 * Sets what was measured of one work against each other, and beside the bars.
 *
 * @param {Omit<Work, 'rows'>} work
 * @param {readonly import('./commands.js').Command[]} commands
 * @param {ReadonlyMap<string, readonly number[]>} times
 * @param {ReadonlyMap<string, number>} memory
 * @returns {Work}
 */
export function resultOf(work, commands, times, memory) {
  const others = commands.map(({ name }) => name).filter((name) => !isAudit(name) && name !== NOTHING);
  const rows = commands.map(({ name, command, args }) => {
    const peak = memory.get(name);
    const isBarred =
      work.kind === MEMORY_BAR.kind && work.size === MEMORY_BAR.size && name === MEMORY_BAR.command;
    return {
      name,
      command: [command, ...args].join(' '),
      milliseconds: spreadOf(times.get(name) ?? []),
      peakMemory: peak ?? null,
      ...(isBarred && peak !== undefined && { memoryBar: verdict(peak, MEMORY_BAR.most) }),
      comparisons: isAudit(name) ? others.map((against) => comparison(work, name, against, times)) : [],
    };
  });
  return { ...work, rows };
}

/**
 * @param {Pick<Work, 'kind' | 'size'>} work @param {string} command @param {string} against
 * @param {ReadonlyMap<string, readonly number[]>} times
 * @returns {Comparison}
 */
function comparison({ kind, size }, command, against, times) {
  const own = times.get(command) ?? [];
  const theirs = times.get(against) ?? [];
  const ratio = spreadOf(own).median / spreadOf(theirs).median;
  const bar = RATIO_BARS.find(
    (one) => one.kind === kind && one.size === size && one.command === command && one.against === against,
  );
  return {
    against,
    ratio,
    rounds: spreadOf(own.map((time, round) => time / (theirs[round] ?? Number.NaN))),
    ...(bar && { bar: verdict(ratio, bar.most) }),
  };
}

/**
 * How the time of the audits grows with the processes, and that of ps, which shows what is the machine's doing.
 *
 * @param {readonly Work[]} works
 * @returns {Growth[]}
 */
export function growthOf(works) {
  const live = works.filter(({ kind }) => kind === 'processes');
  const [fewer, middle, more] = [GROWTH_BAR.from, GROWTH_BAR.between, GROWTH_BAR.to].map((wanted) =>
    live.find(({ size }) => size === wanted),
  );
  if (!fewer || !more) return [];
  return [EXECUTABLE, NODE, PS].flatMap((command) => {
    const [some, many] = [medianOf(fewer, command), medianOf(more, command)];
    const ratio = many / more.there / (some / fewer.there);
    const slope = (/** @type {Work} */ from, /** @type {Work} */ to) =>
      (medianOf(to, command) - medianOf(from, command)) / (to.there - from.there);
    const growth = {
      command,
      from: fewer.there,
      to: more.there,
      ratio,
      further: middle ? slope(middle, more) / slope(fewer, middle) : null,
      ...(isAudit(command) && { bar: verdict(ratio, GROWTH_BAR.most) }),
    };
    return Number.isNaN(ratio) ? [] : [growth];
  });
}

/** @param {Work} work @param {string} command @returns {number} NaN for a command that was left out */
function medianOf({ rows }, command) {
  return rows.find(({ name }) => name === command)?.milliseconds.median ?? Number.NaN;
}

/** @param {string} name @returns {boolean} */
function isAudit(name) {
  return name === EXECUTABLE || name === NODE;
}

/** @param {number} value @param {number} most @returns {Verdict} */
function verdict(value, most) {
  return { most, isMet: value <= most };
}
