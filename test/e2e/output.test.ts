import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { COMMAND, RUN_LIMIT, runBin } from '../support/run-bin.ts';

const SERVERS = 600;
const isRoot = process.getuid?.() === 0;

/** A host whose report has more than a thousand lines, far more than a pipe holds. */
function crowdedHost(flag: string): string {
  return hostTree(
    Array.from({ length: SERVERS }, (_, index) => ({ pid: index + 1, cmdline: ['kube-apiserver', flag] })),
  );
}

/** Runs a script in which `"$@"` is the tool, and gives back what it printed and the tool's status. */
function shell(script: string, args: readonly string[]) {
  return spawnSync('bash', ['--norc', '-c', script, 'bash', ...COMMAND, ...args], {
    encoding: 'utf8',
    timeout: RUN_LIMIT,
  });
}

describe('standard output', () => {
  test.each([
    ['--kubelet-https=false', '1'],
    ['--kubelet-https=true', '0'],
  ])('may be closed early: %s', (flag, status) => {
    const { stdout, stderr } = shell('"$@" | head -1; echo "status $PIPESTATUS"', [
      '--root',
      crowdedHost(flag),
    ]);
    expect(stdout.split('\n')).toEqual([expect.stringContaining('CIS 1.2.4'), `status ${status}`, '']);
    expect(stderr).toBe('');
  });

  test.each([
    ['--kubelet-https=false', 1],
    ['--kubelet-https=true', 2],
  ])('may be a full device, which is not a pass: %s', (flag, status) => {
    const root = hostTree([{ pid: 1, cmdline: ['kube-apiserver', flag] }]);
    const result = shell('"$@" > /dev/full', ['--root', root]);
    expect(result.status).toBe(status);
    expect(result.stderr).toMatch(/^error: cannot write to standard output: .*no space.*\nhint: .+\n$/i);
  });

  test('may be on a disk that fills up, which is not a pass', ({ skip }) => {
    skip(!isRoot, 'only root may mount a small file system');
    const directory = temporaryDirectory();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', directory]);
    skip(mounted.status !== 0, 'this machine may not mount a file system');
    try {
      const file = join(directory, 'report');
      const { status, stderr } = shell(`"$@" > ${file}`, ['--root', crowdedHost('--kubelet-https=true')]);
      expect(readFileSync(file).length).toBeGreaterThan(0);
      expect(status).toBe(2);
      expect(stderr).toContain('cannot write to standard output');
    } finally {
      execFileSync('umount', [directory]);
    }
  });

  test('and standard error may both be full', () => {
    const root = hostTree([{ pid: 1, cmdline: ['kube-apiserver'] }]);
    expect(shell('"$@" > /dev/full 2> /dev/full', ['--root', root]).status).toBe(2);
  });

  test('gets a report of any size whole', async () => {
    const root = crowdedHost('--kubelet-https=false');
    const { stdout } = await runBin(['--root', root, '--format', 'json']);
    expect(JSON.parse(stdout).findings).toHaveLength(SERVERS);
  });
});

describe('colour', () => {
  const root = () => hostTree([{ pid: 1, cmdline: ['kube-apiserver'] }]);
  const hasColour = (text: string) => text.includes('\u001b[');

  test.each([
    { args: [], env: {}, expected: false, why: 'not in a pipe' },
    { args: [], env: { FORCE_COLOR: '1' }, expected: true, why: 'in a pipe with FORCE_COLOR' },
    { args: ['--no-color'], env: { FORCE_COLOR: '1' }, expected: false, why: 'not with --no-color' },
    { args: ['--format', 'json'], env: { FORCE_COLOR: '1' }, expected: false, why: 'not in JSON' },
  ])('is used $why', async ({ args, env, expected }) => {
    expect(hasColour((await runBin(['--root', root(), ...args], { env })).stdout)).toBe(expected);
  });

  test.each([
    ['', true],
    ['NO_COLOR=1', false],
    ['TERM=dumb', false],
  ])('is used on a terminal: %o', (variables, expected) => {
    expect(existsSync('/usr/bin/script')).toBe(true);
    const command = `env ${variables} ${COMMAND.join(' ')} --root ${root()}`;
    const env = { PATH: process.env.PATH, TERM: 'xterm' };
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env });
    expect(stdout).toContain('PASS');
    expect(hasColour(stdout)).toBe(expected);
  });
});
