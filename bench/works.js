import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MANIFEST_FILE, makeFiles } from './make-files.js';
import { makeHost } from './make-host.js';
import { makeReports } from './make-reports.js';

/**
 * @typedef {object} Work
 * @property {(count: number, directory: string) => number} make makes what is audited, in an empty directory, and says how many API servers pass there
 * @property {(directory: string) => readonly string[]} args of the audit
 * @property {string} otherName of what it is compared with, in Markdown
 * @property {(directory: string, tool: string) => string} other a command of a shell, for one tool or for both
 *
 * @typedef {object} Bar
 * @property {'executable' | 'node'} tool
 * @property {'other' | 'bareNode'} of what it is compared with
 * @property {number} most how many times as long as that it may take
 */

const HOSTS = fileURLToPath(new URL('../test/fixtures/hosts', import.meta.url));
const rootOf = (/** @type {string} */ host) => ['--root', join(HOSTS, host, 'pass')];
const PS = {
  otherName: '`ps -ef \\| grep`',
  other: () => 'ps -ef | grep kube-apiserver',
};

/** @type {(host: string) => Work} a host of the tests */
const fixture = (host) => ({
  make: () => 1,
  args: () => rootOf(host),
  otherName: 'the same on a kubeadm host',
  other: (_, tool) => `${tool} ${rootOf('kubeadm').join(' ')}`,
});

/** @type {Readonly<Record<string, Work>>} what can be measured; a number is how many */
export const WORKS = {
  'N control-plane processes': { make: (count, to) => makeHost(count, true, to), args: () => [], ...PS },
  'N worker processes': {
    make: (count, to) => makeHost(count, false, to),
    args: () => ['--allow-missing'],
    ...PS,
  },
  'k3s host': fixture('k3s'),
  'RKE2 host': fixture('rke2'),
  'OpenShift host': fixture('openshift4'),
  'N files': {
    make: makeFiles,
    args: (directory) => [directory],
    otherName: '`grep -rl`',
    other: (directory) => `grep -rl kube-apiserver ${directory}`,
  },
  'one manifest': {
    make: () => 1,
    args: () => [MANIFEST_FILE],
    otherName: '`grep`',
    other: () => `grep kube-apiserver ${MANIFEST_FILE}`,
  },
  'N reports': {
    make: makeReports,
    args: (directory) => ['merge', directory],
    otherName: '`jq -s length`',
    other: (directory) => `jq -s length ${directory}/*`,
  },
};

/** @type {Readonly<Record<string, readonly Bar[]>>} */
export const BARS = {
  '100 control-plane processes': [
    { tool: 'executable', of: 'other', most: 2 },
    { tool: 'node', of: 'bareNode', most: 1.6 },
  ],
  '100 worker processes': [
    { tool: 'executable', of: 'other', most: 1.4 },
    { tool: 'node', of: 'bareNode', most: 1.4 },
  ],
  '3000 control-plane processes': [{ tool: 'executable', of: 'other', most: 0.3 }],
  'k3s host': [{ tool: 'executable', of: 'other', most: 1.3 }],
  'RKE2 host': [{ tool: 'executable', of: 'other', most: 1.3 }],
  'OpenShift host': [{ tool: 'executable', of: 'other', most: 1.3 }],
  '20000 files': [
    { tool: 'executable', of: 'other', most: 2 },
    { tool: 'node', of: 'other', most: 3 },
  ],
  'one manifest': [{ tool: 'node', of: 'bareNode', most: 1.6 }],
  '10000 reports': [
    { tool: 'executable', of: 'other', most: 1 },
    { tool: 'node', of: 'other', most: 1 },
  ],
};

/** @type {Readonly<Record<string, number>>} how many MB an audit may have at its peak */
export const MOST_MEMORY = {
  '100 control-plane processes': 60,
  '100 worker processes': 60,
  '3000 control-plane processes': 60,
  '20000 files': 120,
};
