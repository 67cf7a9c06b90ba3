import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

const HOSTS = 'test/fixtures/hosts';

/** What the audit must say of a host; `at` and `drift` are `path:line`. */
interface Expected {
  readonly why: string;
  readonly exitStatus: number;
  readonly findings: readonly {
    readonly pid: number;
    readonly status: string;
    /** Null where it is unknown; not asked where absent. */
    readonly release?: string | null;
    readonly evidence: string;
    readonly at: string | null;
    readonly warnings: readonly string[];
    readonly drift: string | null;
    readonly podUid: string | null;
    readonly containerId: string | null;
    readonly remediation: readonly string[];
  }[];
}

const trees = readdirSync(join(REPOSITORY, HOSTS)).flatMap((installation) =>
  readdirSync(join(REPOSITORY, HOSTS, installation)).map((name) => `${installation}/${name}`),
);

function expectedOf(tree: string): Expected {
  return JSON.parse(readFileSync(join(REPOSITORY, HOSTS, tree, 'expected.json'), 'utf8'));
}

function placeOf({ path, line }: JsonReport): string | null {
  return path === undefined ? null : `${path}:${line}`;
}

/** A finding in the words of expected.json. */
function rowOf({ status, evidence, warnings, target }: JsonReport) {
  const decisive = evidence.arguments.find((argument: JsonReport) => argument.effective);
  const drift = warnings.find(({ code }: JsonReport) => code === 'drift');
  return {
    pid: target.pid,
    status,
    evidence: evidence.actual,
    at: decisive ? placeOf(decisive) : null,
    warnings: warnings.map(({ code }: JsonReport) => code),
    drift: drift ? placeOf(drift) : null,
    podUid: target.podUid,
    containerId: target.containerId,
  };
}

describe('a host as it is installed by', () => {
  test.each(trees.map((tree) => ({ tree, ...expectedOf(tree) })))('$tree: $why', async (expected) => {
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

  test.each(trees.filter((tree) => expectedOf(tree).findings.some(({ drift }) => drift !== null)))(
    '%s fails under --strict',
    async (tree) => {
      expect((await runInProcess(['--root', join(HOSTS, tree), '--strict', '-q'])).status).toBe(1);
    },
  );

  test.each([...new Set(trees.map((tree) => tree.split('/')[0]))].filter((name) => name !== 'worker'))(
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
