import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPORTS } from '../../src/reporters/index.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { preload } from '../support/preload.ts';
import { EXECUTABLE, NO_NODE, REPOSITORY, runBin } from '../support/run-bin.ts';

const SERVER = 4242;

/** Which modules went into which file of the built tool. */
const bundle = JSON.parse(readFileSync(join(REPOSITORY, 'build/bundle.json'), 'utf8'));
const HOSTS = join(REPOSITORY, 'test/fixtures/hosts');

describe('a host with 5,000 processes', () => {
  test('is read in one pass, without a subprocess, and only what is needed', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    const root = hostTree(
      Array.from({ length: 5000 }, (_, index) => ({
        pid: index + 1,
        cmdline: index + 1 === SERVER ? ['kube-apiserver'] : ['/usr/bin/worker', '--number', String(index)],
        exe: '/usr/bin/worker',
        uid: 0,
      })),
    );
    const log = join(temporaryDirectory(), 'log');
    const { status } = await runBin(['--root', root, '--quiet'], {
      env: { ...preload('log-file-access'), FILE_ACCESS_LOG: log },
    });
    expect(status).toBe(0);

    const lines = readFileSync(log, 'utf8').split('\n');
    expect(lines.filter((line) => /^(spawn|exec|fork)/.test(line))).toEqual([]);
    const accesses = lines.filter((line) => line.includes(root)).map((line) => line.replace(root, ''));
    expect(accesses.filter((line) => line === 'readdirSync /proc')).toHaveLength(1);
    const opened = accesses.filter((line) => /^openSync \/proc\/\d+\/cmdline$/.test(line));
    expect(new Set(opened).size).toBe(5000);
    expect(opened).toHaveLength(5001);
    const others = accesses.filter((line) => /\/proc\/\d+\//.test(line) && !line.endsWith('/cmdline'));
    expect(others.sort()).toEqual([
      `openSync /proc/${SERVER}/cgroup`,
      `openSync /proc/${SERVER}/status`,
      `readlinkSync /proc/${SERVER}/exe`,
    ]);
  });
});

describe('a run loads what it needs', () => {
  const tree = () => hostTree([{ pid: 1, cmdline: ['kube-apiserver'] }]);
  const manifest = (text: string) => {
    const file = join(temporaryDirectory(), 'pod.yaml');
    writeFileSync(file, text);
    return file;
  };
  const REPORTERS = [
    'node_modules/chalk',
    'hast-util-to-html',
    'mdast-util-to-markdown',
    'xast-util-to-xml',
    ...[...Object.keys(REPORTS), 'explain'].map((name) => `reporters/${name}.ts`),
  ];
  const SOURCES = [
    'command-line/completion/',
    'ps-list',
    'sources/processes/process-list',
    'sources/processes/procfs',
    'sources/files/read-file.ts',
  ];

  async function filesOf(args: readonly string[], stdin = '', colour = {}): Promise<string[]> {
    const log = join(temporaryDirectory(), 'log');
    writeFileSync(log, '');
    await runBin(args, { stdin, env: { ...preload('log-modules'), MODULE_LOG: log, ...colour } });
    return readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((path) => relative(REPOSITORY, path));
  }

  async function modulesOf(args: readonly string[], stdin: string, colour?: object): Promise<string[]> {
    const files = await filesOf(args, stdin, colour);
    expect(files).toContain('dist/main.js');
    const loaded: string[] = files.flatMap((file) => bundle[file] ?? []);
    return [...REPORTERS, ...SOURCES, 'node_modules/yaml'].filter((name) =>
      loaded.some((path) => `/${path}`.includes(`/${name}`)),
    );
  }

  test.for([
    { args: () => ['--root', tree(), '-q'], needed: ['sources/processes/procfs'] },
    { args: () => ['--root', join(HOSTS, 'kubeadm/fail'), '-q'], needed: ['sources/processes/procfs'] },
    {
      args: () => ['--root', tree(), '-f', 'json'],
      needed: ['reporters/json.ts', 'sources/processes/procfs'],
    },
    {
      args: () => [
        '--root',
        tree(),
        '-q',
        '--report',
        'junit=/dev/null',
        '--report',
        `unix=${join(temporaryDirectory(), 'r')}`,
      ],
      needed: ['xast-util-to-xml', 'reporters/unix.ts', 'reporters/junit.ts', 'sources/processes/procfs'],
    },
    { args: () => ['--root', tree()], needed: ['reporters/text.ts', 'sources/processes/procfs'] },
    {
      args: () => ['--root', tree()],
      colour: { FORCE_COLOR: '1' },
      needed: ['node_modules/chalk', 'reporters/text.ts', 'sources/processes/procfs'],
    },
    { args: () => ['-', '-q'], needed: ['sources/processes/process-list'] },
    { args: () => [tree(), '-q'], needed: ['sources/processes/process-list'] },
    {
      args: () => [manifest('kind: Pod\n'), '-q'],
      needed: ['sources/processes/process-list', 'sources/files/read-file.ts'],
    },
    {
      args: () => [manifest('kind: !!str Pod\n'), '-q'],
      needed: ['sources/processes/process-list', 'sources/files/read-file.ts', 'node_modules/yaml'],
    },
    {
      args: () => ['--root', join(HOSTS, 'openshift4/pass'), '-q'],
      needed: ['sources/processes/procfs'],
    },
    { args: () => ['explain'], needed: ['reporters/explain.ts'] },
    { args: () => ['completion', 'bash'], needed: ['command-line/completion/'] },
    { args: () => ['--help'], needed: [] },
  ])('and no more: $needed', async ({ args, colour, needed }, { skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    expect(await modulesOf(args(), '1 kube-apiserver --a', colour)).toEqual(needed);
  });

  test.for([
    {
      args: () => ['--version'],
      most: 3,
      why: 'how the tool is started, the tool, and what its files share',
    },
    { args: () => ['--root', tree(), '-q'], most: 5, why: 'and how a host is read, and plain manifests' },
    {
      args: () => ['--root', join(HOSTS, 'kubeadm/fail'), '-q'],
      most: 5,
      why: 'and no more for plain manifests of static pods',
    },
    {
      args: () => ['--root', join(HOSTS, 'openshift4/fail'), '-q'],
      most: 6,
      why: 'and what finds arguments in other files',
    },
  ])('from $most files at most: $why', async ({ args, most }, { skip }) => {
    skip(Boolean(EXECUTABLE), NO_NODE);
    expect((await filesOf(args())).length).toBeLessThanOrEqual(most);
  });
});
