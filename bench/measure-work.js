import { join } from 'node:path';
import { processCommands, treeCommands } from './commands.js';
import { makeTree } from './make-tree.js';
import { measure } from './measure.js';
import { peakMemory } from './peak-memory.js';
import { resultOf } from './result-of.js';
import { countProcesses, startProcesses } from './start-processes.js';

/**
 * @typedef {object} Setting
 * @property {string | undefined} executable
 * @property {number} runs
 * @property {string} directory a temporary one
 * @property {AbortSignal} signal
 *
 * @typedef {import('./result-of.js').Work} Work
 */

/** However many processes there are already, so many are started. */
const FEWEST = 20;

/**
 * Measures the audit of the live host where, with those that are there already, so many processes run.
 *
 * @param {number} size @param {Setting} setting @returns {Promise<Work>}
 */
export async function measureProcesses(size, setting) {
  const started = Math.max(size - countProcesses(), FEWEST);
  const { stop } = await startProcesses(started, setting);
  const there = countProcesses();
  const commands = processCommands(setting.executable);
  const { times, memory } = await measureAll(commands, setting);
  const thereAfter = countProcesses();
  await stop();
  return resultOf({ kind: 'processes', size, there, thereAfter, started }, commands, times, memory);
}

/**
 * Measures the audit of a tree with so many files.
 *
 * @param {number} size @param {Setting} setting @returns {Promise<Work>}
 */
export async function measureFiles(size, setting) {
  const tree = join(setting.directory, `tree-of-${size}`);
  await makeTree(tree, size, setting);
  const commands = treeCommands(setting.executable, tree);
  const { times, memory } = await measureAll(commands, setting);
  const counts = { there: size, thereAfter: size, started: size };
  return resultOf({ kind: 'files', size, ...counts }, commands, times, memory);
}

/**
 * @param {readonly import('./commands.js').Command[]} commands
 * @param {Setting} setting
 */
async function measureAll(commands, { runs, directory, signal }) {
  const output = join(directory, 'output');
  const times = await measure(commands, { runs, output, signal });
  /** @type {Map<string, number>} */
  const memory = new Map();
  for (const command of commands) {
    const peak = await peakMemory(command, { output, signal });
    if (peak !== undefined) memory.set(command.name, peak);
  }
  return { times, memory };
}
