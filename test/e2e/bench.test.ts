import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { BIN, REPOSITORY } from '../support/run-bin.ts';

const NAMESPACES = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--mount',
  '--pid',
  '--fork',
  '--mount-proc',
];
const NO_NAMESPACES = spawnSync('unshare', [...NAMESPACES, 'true']).status !== 0;

function startBench(args: readonly string[], executable = BIN) {
  const child = spawn(process.execPath, [join(REPOSITORY, 'bench', 'bench.js'), ...args], {
    env: { PATH: process.env.PATH, KUBELET_HTTPS_AUDIT_EXECUTABLE: executable },
  });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { child, ended: ended.then(([stdout, stderr, [status]]) => ({ status, stdout, stderr })) };
}

function shellScript(script: string): string {
  const path = join(temporaryDirectory(), 'tool');
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

/** What the processes of this machine are asked, without those that end meanwhile. */
function ofProcesses(ask: (directory: string) => string): string[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [ask(`/proc/${name}`)] : [];
    } catch {
      return [];
    }
  });
}

const namespaceOf = (directory: string) => readlinkSync(`${directory}/ns/pid`);

async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await setTimeout(20);
  }
}

const WORKS = [
  ['40 control-plane processes', '`ps -ef \\\\\\| grep`'],
  ['40 worker processes', '`ps -ef \\\\\\| grep`'],
  ['k3s host', 'the same on a kubeadm host'],
  ['60 files', '`grep -rl`'],
  ['one manifest', '`grep`'],
  ['20 reports', '`jq -s length`'],
] as const;

describe('the benchmark', () => {
  beforeEach(({ skip }) => skip(NO_NAMESPACES, 'no namespaces can be made here'));

  test('prints a table', async () => {
    const { status, stdout, stderr } = await startBench(['2', ...WORKS.map(([work]) => work)]).ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('\nBars missed: ');
    expect(stdout).toMatch(
      /^\| work +\| executable +\| with Node\.js +\| compared with +\| `node -e 0` +\| empty executable +\|$/m,
    );
    const time = String.raw`[\d,.]+ / [\d,.]+ ms`;
    const audit = String.raw`[\d,.]+ / [\d,.]+ ×: ${time}(, \d+ MB)?`;
    for (const [work, other] of WORKS) {
      const row = [work, audit, audit, `${other}: ${time}`, time, `(?:${time}|–)`].join(' +\\| ');
      expect(stdout).toMatch(new RegExp(`^\\| ${row} +\\|$`, 'm'));
    }
  });

  test.each([
    { signal: undefined, ends: 0, rounds: '5' },
    { signal: 'SIGINT', ends: null, rounds: '999' },
    { signal: 'SIGKILL', ends: null, rounds: '999' },
  ] as const)('leaves no process behind: $signal', async ({ signal, ends, rounds }) => {
    // Its path tells the processes of this run from those of another.
    const executable = shellScript(`exec ${process.execPath} ${BIN} "$@"`);
    const { child, ended } = startBench([rounds, '40 control-plane processes'], executable);
    const own = namespaceOf('/proc/self');
    const inBench = await until(() =>
      ofProcesses((directory) =>
        readFileSync(`${directory}/cmdline`, 'utf8').includes(executable) ? namespaceOf(directory) : own,
      ).find((namespace) => namespace !== own),
    );
    const running = () => ofProcesses(namespaceOf).filter((namespace) => namespace === inBench).length;
    await until(() => running() >= 40 || undefined);
    if (signal) child.kill(signal);
    expect((await ended).status).toBe(ends);
    await until(() => running() === 0 || undefined);
  });

  test.each([
    { why: 'it does not exist', tool: () => '/none/tool', says: '/none/tool' },
    { why: 'it prints no report', tool: () => shellScript('exit 0'), says: 'Unexpected end of JSON input' },
    {
      why: 'it finds no API server',
      tool: () => shellScript(`echo '{"status":"pass","summary":{"pass":0}}'`),
      says: '0 of 1 API servers pass',
    },
    {
      why: 'it fails where its time is taken',
      tool: () => shellScript(`[ $# = 0 ] && exit 3; exec ${process.execPath} ${BIN} "$@"`),
      says: 'tool: 3',
    },
  ])('prints no number for a broken tool: $why', async ({ tool, says }) => {
    const { status, stdout, stderr } = await startBench(['2', '40 control-plane processes'], tool()).ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(says);
  });

  test('says which bars were missed, and does not fail', async () => {
    const slow = shellScript(`case "$*" in *k3s*) sleep 1 ;; esac; exec ${process.execPath} ${BIN} "$@"`);
    const { status, stdout } = await startBench(['1', 'k3s host'], slow).ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^- k3s host, executable: [\d.]+ \/ [\d.]+ × the same on a kubeadm host, at most 1\.3$/m,
    );
  });

  test.each([[['0']], [['x']], [['2', '40 threads']], [['2', 'worker processes']]])(
    'refuses %s',
    async (args) => {
      const { status, stdout, stderr } = await startBench(args).ended;
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain('usage: ');
    },
  );
});
