import { BARE_NODE, EXECUTABLE, GREP, NODE, PS } from './commands.js';

/**
 * @typedef {object} Bar
 * @property {'processes' | 'files'} kind
 * @property {number} size the planned number of processes or files
 * @property {string} command
 * @property {string} against
 * @property {number} most the ratio of medians that still meets it
 */

/** @type {readonly Bar[]} */
export const RATIO_BARS = [
  { kind: 'processes', size: 100, command: EXECUTABLE, against: PS, most: 1.5 },
  { kind: 'processes', size: 3000, command: EXECUTABLE, against: PS, most: 0.3 },
  { kind: 'processes', size: 100, command: NODE, against: BARE_NODE, most: 1.5 },
  { kind: 'processes', size: 3000, command: NODE, against: PS, most: 0.55 },
  { kind: 'files', size: 20_000, command: EXECUTABLE, against: GREP, most: 3 },
  { kind: 'files', size: 20_000, command: NODE, against: GREP, most: 3 },
];

/** What a process may cost among many, in proportion to what it costs among fewer. */
export const GROWTH_BAR = { from: 1000, between: 3000, to: 5000, most: 1.15 };

/** Peak memory, in MB. */
export const MEMORY_BAR = { kind: 'processes', size: 5000, command: EXECUTABLE, most: 80 };
