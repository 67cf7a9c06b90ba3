import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Command
 * @property {string} name what the table calls it
 * @property {string} command
 * @property {readonly string[]} args
 * @property {readonly number[]} statuses the exit statuses that mean it has done its work
 */

const BIN = fileURLToPath(new URL('../bin/kubelet-https-audit.js', import.meta.url));

export const EXECUTABLE = 'executable';
export const NODE = 'Node';
export const PS = 'ps -ef | grep';
export const PGREP = 'pgrep -f';
export const BARE_NODE = 'node -e 0';
export const GREP = 'grep -rl';
/** What starting any process costs: a part of every figure. */
export const NOTHING = 'true';

/** @type {readonly Command[]} */
const ALWAYS = [
  { name: BARE_NODE, command: execPath, args: ['-e', '0'], statuses: [0] },
  { name: NOTHING, command: 'true', args: [], statuses: [0] },
];

/**
 * The audit of the live host, and what it is measured against.
 *
 * @param {string | undefined} executable
 * @returns {Command[]}
 */
export function processCommands(executable) {
  return [
    ...audits(executable, ['-q']),
    { name: PS, command: 'sh', args: ['-c', 'ps -ef | grep kube-apiserver'], statuses: [0] },
    { name: PGREP, command: 'pgrep', args: ['-f', 'kube-apiserver'], statuses: [0] },
    ...ALWAYS,
  ];
}

/**
 * The audit of a tree, and what it is measured against.
 *
 * @param {string | undefined} executable
 * @param {string} tree
 * @returns {Command[]}
 */
export function treeCommands(executable, tree) {
  return [
    ...audits(executable, ['-q', tree]),
    { name: GREP, command: 'grep', args: ['-rl', 'kube-apiserver', tree], statuses: [0] },
    ...ALWAYS,
  ];
}

/** @param {string | undefined} executable @param {readonly string[]} args @returns {Command[]} */
function audits(executable, args) {
  // 1: another API server of this host fails. That is an audit too.
  const statuses = [0, 1];
  return [
    ...(executable === undefined ? [] : [{ name: EXECUTABLE, command: executable, args, statuses }]),
    { name: NODE, command: execPath, args: [BIN, ...args], statuses },
  ];
}
