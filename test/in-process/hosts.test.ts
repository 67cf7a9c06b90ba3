import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectedOf, HOSTS, rowOf, TREES } from '../support/host-fixtures.ts';
import { parseReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

describe('a host as it is installed by', () => {
  test.each(TREES.map((tree) => ({ tree, ...expectedOf(tree) })))('$tree: $why', async (expected) => {
    const { status, stdout } = await runInProcess(['--root', join(HOSTS, expected.tree), '-f', 'json']);
    const report = parseReport(stdout);
    expect(report.findings.map(rowOf)).toEqual(
      expected.findings.map(({ remediation: _, release: __, ...finding }) => finding),
    );
    for (const [index, { remediation, release }] of expected.findings.entries()) {
      if (release !== undefined) expect(report.findings[index].target.release ?? null).toBe(release);
      for (const words of remediation) expect(report.findings[index].remediation).toContain(words);
    }
    expect(status).toBe(expected.exitStatus);
    expect(report.problems).toEqual([]);
  });

  test.each(TREES.filter((tree) => expectedOf(tree).findings.some(({ drift }) => drift !== null)))(
    '%s fails under --strict',
    async (tree) => {
      expect((await runInProcess(['--root', join(HOSTS, tree), '--strict', '-q'])).status).toBe(1);
    },
  );

  test.each([...new Set(TREES.map((tree) => tree.split('/')[0]))].filter((name) => name !== 'worker'))(
    '%s, in pass and in fail',
    (installation) => {
      for (const name of ['pass', 'fail']) {
        expect(existsSync(join(REPOSITORY, HOSTS, installation ?? '', name))).toBe(true);
      }
    },
  );
});

describe('the host that the user names', () => {
  const NAMES = ['--host', 'cp-2', '--cluster', 'prod-eu-1'];
  const root = ['--root', join(HOSTS, 'kubeadm/fail')];
  const list =
    'UID PID PPID C STIME TTY TIME CMD\nroot 7 1 0 10:00 ? 00:00:01 kube-apiserver --etcd-servers=x\n';

  test.each([
    { args: root, stdin: '', own: 'cp-1', why: 'a host with a name of its own' },
    { args: ['-'], stdin: list, own: null, why: 'a process list, which names none' },
    { args: ['test/fixtures/files/kubeadm'], stdin: '', own: null, why: 'files' },
  ])('is that of the report: $why', async ({ args, stdin, own }) => {
    const of = async (...names: string[]) => {
      const { stdout } = await runInProcess([...args, ...names, '-f', 'json'], { stdin });
      const { host, cluster } = parseReport(stdout);
      return { host, cluster };
    };
    expect(await of()).toEqual({ host: own, cluster: null });
    expect(await of(...NAMES)).toEqual({ host: 'cp-2', cluster: 'prod-eu-1' });
    expect(await of('--cluster', 'prod-eu-1')).toEqual({ host: own, cluster: 'prod-eu-1' });
  });

  test('is shown to people, and nothing else changes', async () => {
    const { stdout: plain } = await runInProcess(root);
    const { stdout: named } = await runInProcess([...root, ...NAMES]);
    expect(plain).not.toContain('Host');
    expect(named.replace('\n\n  Host  prod-eu-1/cp-2', '')).toBe(plain);
  });
});
