import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { COMMAND, REPOSITORY, runBin } from '../support/run-bin.ts';

const FILES = 'test/fixtures/files/workload/kubeadm-fail.yaml test/fixtures/files/workload/kubeadm-pass.yaml';

/** What a run prints on a terminal of its own, of so many columns. */
function onTerminal(args: string, columns: number, env: Readonly<Record<string, string>> = {}): string {
  const command = `stty cols ${columns} rows 30; ${COMMAND.join(' ')} ${args}`;
  const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: REPOSITORY,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
  });
  return stdout.replaceAll('\r', '');
}

function widthOf(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

const hasNoTerminal = spawnSync('script', ['--version']).status !== 0;

/** With the widest line of each width: what is printed has to use the room and keep to it. */
test.skipIf(hasNoTerminal).each([
  { args: FILES, columns: 70, atLeast: 60, why: 'a report' },
  { args: FILES, columns: 200, atLeast: 80, why: 'a report on a wide one' },
  { args: `fix ${FILES}`, columns: 70, atLeast: 60, why: 'what fix says on standard error' },
  { args: 'explain', columns: 100, atLeast: 81, why: 'explain' },
  { args: '--help', columns: 100, atLeast: 81, why: 'help' },
  { args: '--help', columns: 50, atLeast: 40, why: 'help on a narrow one' },
  { args: '/nonexistent/file --source ps', columns: 50, atLeast: 40, why: 'an error and its hint' },
])('is as wide as the terminal, and 120 columns at most: $why, $columns', ({ args, columns, atLeast }) => {
  const width = widthOf(onTerminal(args, columns, { NO_COLOR: '1' }));
  expect(width).toBeLessThanOrEqual(Math.min(columns, 120));
  expect(width).toBeGreaterThanOrEqual(atLeast);
});

test.skipIf(hasNoTerminal)('a terminal gets colours, and links if it is known to make them', () => {
  const linked = /\]8;;file:\/\/[^/]+\/\S+kubeadm-fail\.yaml\S+kubeadm-fail\.yaml:29:7\S+\]8;;/;
  expect(onTerminal(FILES, 80)).toContain('\u001b[31m');
  expect(onTerminal(FILES, 80)).not.toMatch(linked);
  expect(onTerminal(FILES, 80, { VTE_VERSION: '7200' })).toMatch(linked);
  expect(onTerminal(FILES, 80, { VTE_VERSION: '7200', NO_COLOR: '1', FORCE_COLOR: '1' })).not.toContain(
    '\u001b',
  );
  expect(onTerminal(`--no-color ${FILES}`, 80, { FORCE_COLOR: '1', FORCE_HYPERLINK: '1' })).not.toContain(
    '\u001b',
  );
});

test.skipIf(hasNoTerminal)('the paths of another host are no links', () => {
  const env = { FORCE_COLOR: '1', FORCE_HYPERLINK: '1' };
  expect(onTerminal(FILES, 80, env)).toContain('\u001b]8');
  const other = onTerminal('--root test/fixtures/hosts/k3s/fail', 80, env);
  expect(other).toContain('/etc/rancher/k3s/config.yaml:6:5');
  expect(other).toContain('\u001b[31m');
  expect(other).not.toContain('\u001b]8');
});

test('a pipe gets 80 columns, or COLUMNS', async () => {
  const widthWith = async (env: Record<string, string>) =>
    widthOf((await runBin(['explain'], { env })).stdout);
  expect(await widthWith({})).toBeLessThanOrEqual(80);
  expect(await widthWith({})).toBeGreaterThan(70);
  expect(await widthWith({ COLUMNS: '110' })).toBeGreaterThan(80);
  expect((await runBin(FILES.split(' '), { env: { COLUMNS: '50' } })).stdout).toMatch(
    /^FAIL {2}CIS 1.2.4 {2}Ensure that the --kubelet-https\n/,
  );
});

test('with both variables set nothing has colour, and nothing warns of it', async () => {
  const env = { NO_COLOR: '1', FORCE_COLOR: '1' };
  const { stdout, stderr } = await runBin(FILES.split(' '), { env });
  expect(stdout).toMatch(/^FAIL {2}CIS/);
  expect(stderr).toBe('');
});
