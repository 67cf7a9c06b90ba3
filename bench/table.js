/**
 * @typedef {object} Result
 * @property {string} date
 * @property {{ processor: string, processors: number, kernel: string, node: string, loadBefore: number[], loadAfter: number[] }} machine
 * @property {number} runs
 * @property {string} peakMemoryBy
 * @property {string | null} executable
 * @property {string} [leftOut] what was not measured, and why
 * @property {import('./result-of.js').Work[]} works
 * @property {import('./result-of.js').Growth[]} growth
 *
 * @typedef {readonly [work: string, command: string, median: string, quartiles: string, peak: string, against: string,
 *   ratio: string, rounds: string, bar: string, verdict: string]} Line
 */

/** @type {Line} */
const HEAD = ['work', 'command', 'median', 'quartiles', 'peak', 'against', 'ratio', 'rounds', 'bar', ''];

/** Numbers end their columns, words begin theirs. */
const IS_NUMBER = [false, false, true, true, true, false, true, true, true, false];

/**
 * The result as a text: a line for every comparison, with the bar where there is one.
 *
 * @param {Result} result
 * @returns {string}
 */
export function table({ date, machine, runs, peakMemoryBy, leftOut, works, growth }) {
  const lines = [HEAD, ...works.flatMap(workLines), ...growth.map(growthLine)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const rows = lines.map((line) =>
    line
      .map((cell, column) =>
        IS_NUMBER[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join(' ')
      .trimEnd(),
  );
  return [
    `${date}  ${machine.processors} x ${machine.processor}  Linux ${machine.kernel}  Node ${machine.node}`,
    `${runs} rounds  load ${load(machine.loadBefore)} before, ${load(machine.loadAfter)} after  peak memory: ${peakMemoryBy}`,
    ...(leftOut === undefined ? [] : [leftOut]),
    '',
    ...rows,
    '',
    'Milliseconds with their quartiles; peak in MB; ratio: of the medians; rounds: the median ratio of a round.',
    ...growth.flatMap(({ command, from, to, further }) =>
      further === null
        ? []
        : `What a further process costs, upper half of ${from} to ${to} / lower half: ${further.toFixed(2)} (${command})`,
    ),
    '',
  ].join('\n');
}

/** @param {import('./result-of.js').Work} work @returns {Line[]} */
function workLines({ kind, there, rows }) {
  const lines = rows.flatMap(({ name, milliseconds, peakMemory, memoryBar, comparisons }) => {
    const { lowerQuartile, median, upperQuartile } = milliseconds;
    const peak = peakMemory === null ? '?' : peakMemory.toFixed(0);
    const first = /** @type {const} */ ([
      name,
      short(median),
      `${short(lowerQuartile)}-${short(upperQuartile)}`,
      peak,
    ]);
    const rest = comparisons.map(
      ({ against, ratio, rounds, bar }) =>
        /** @type {const} */ ([against, ratio.toFixed(2), rounds.median.toFixed(2), ...barCells(bar)]),
    );
    const memory = memoryBar
      ? [/** @type {const} */ (['peak memory', peak, '', ...barCells(memoryBar)])]
      : [];
    const all = [...rest, ...memory];
    if (all.length === 0) return [/** @type {const} */ ([...first, '', '', '', '', ''])];
    return all.map((cells, index) =>
      index === 0
        ? /** @type {const} */ ([...first, ...cells])
        : /** @type {const} */ (['', '', '', '', ...cells]),
    );
  });
  const title = `${there.toLocaleString('en')} ${kind}`;
  return lines.map((cells, index) => [index === 0 ? title : '', ...cells]);
}

/** @param {import('./result-of.js').Growth} growth @returns {Line} */
function growthLine({ command, from, to, ratio, bar }) {
  const cells = barCells(bar);
  return [`a process of ${to}`, command, '', '', '', `one of ${from}`, ratio.toFixed(2), '', ...cells];
}

/** @param {import('./result-of.js').Verdict | undefined} bar @returns {readonly [string, string]} */
function barCells(bar) {
  return bar ? [`<= ${bar.most}`, bar.isMet ? 'met' : 'missed'] : ['', ''];
}

/** Three digits that count. @param {number} milliseconds @returns {string} */
function short(milliseconds) {
  return milliseconds.toFixed(milliseconds < 10 ? 2 : milliseconds < 100 ? 1 : 0);
}

/** @param {readonly number[]} average @returns {string} */
function load([lastMinute = 0]) {
  return lastMinute.toFixed(2);
}
