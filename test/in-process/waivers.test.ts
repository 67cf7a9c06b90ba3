import { chmodSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FLEET_REPORTS } from '../../src/reporters/fleet/index.ts';
import { REPORTS } from '../../src/reporters/index.ts';
import { jsonReport } from '../support/fleets.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

const MANIFEST = readFileSync(
  new URL('../fixtures/files/workload/kubeadm-fail.yaml', import.meta.url),
  'utf8',
);
const HEAD = 'version: 1\nwaivers:\n';
const FOR_EVER = 'reason: replaced soon, until: 9999-12-31';

/** A directory with a manifest that fails and a file of waivers. */
function directoryWith(waiver: string): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'deploy'));
  writeFileSync(join(directory, 'deploy/a.yaml'), MANIFEST);
  writeFileSync(join(directory, 'waivers.yaml'), `${HEAD}  - {${waiver}}\n`);
  return directory;
}

const run = (args: readonly string[], cwd: string) =>
  runInProcess(['--waivers', 'waivers.yaml', ...args], { cwd });

describe.each(Object.keys(REPORTS))('an audit with waivers as %s', (format) => {
  test.each([
    { why: 'waived', waiver: `path: 'deploy/*', ${FOR_EVER}`, status: 0 },
    { why: 'for another file', waiver: `path: b.yaml, ${FOR_EVER}`, status: 1 },
    { why: 'ended', waiver: "host: '*', reason: r, until: 2020-01-01", status: 1 },
  ])('has the same exit status as every format: $why', async ({ waiver, status }) => {
    const result = await run(['-f', format, 'deploy'], directoryWith(waiver));
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status, stderr: '' });
    expect(result.stdout).not.toBe('');
  });
});

describe('a file of waivers', () => {
  test.each([
    [
      'host: a, reason: r, unitl: 2026-12-31',
      /^error: waivers\.yaml:3:26: unknown key 'unitl'\nhint: Did you mean/,
    ],
    ['host: a, reason: r, until: 2026-02-30', /^error: waivers\.yaml:3:33: until is not a day/],
    [FOR_EVER, /^error: waivers\.yaml:3:5: this waiver does not say what it is about/],
  ])('that is wrong is an error before anything is audited: %s', async (waiver, error) => {
    const cwd = directoryWith(waiver);
    const result = await run(['-f', 'json', '--report', 'json=out.json', 'deploy'], cwd);
    expect([result.status, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(error);
    expect(() => readFileSync(join(cwd, 'out.json'))).toThrow(/ENOENT/);
    expect(await runInProcess(['merge', '--waivers', 'waivers.yaml', 'deploy'], { cwd })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: result.stderr,
    });
  });

  test.each([
    ['missing.yaml', /^error: missing\.yaml cannot be read: no such file/],
    ['deploy', /^error: deploy is not a regular file/],
  ])('that cannot be read is one, too: %s', async (path, error) => {
    const result = await runInProcess(['--waivers', path, 'deploy'], { cwd: directoryWith('x: y') });
    expect([result.status, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(error);
  });

  test('is not replaced by a report, whatever its path', async () => {
    const cwd = directoryWith(`host: '*', ${FOR_EVER}`);
    const before = readFileSync(join(cwd, 'waivers.yaml'), 'utf8');
    for (const args of [['deploy'], ['merge', 'deploy']]) {
      const [first = '', ...rest] = args;
      const options = ['--waivers', 'waivers.yaml', '--report', 'json=deploy/../waivers.yaml'];
      const argv = first === 'merge' ? [first, ...options, ...rest] : [...options, first];
      const { status, stderr } = await runInProcess(argv, { cwd });
      expect(status).toBe(2);
      expect(stderr).toContain('would replace deploy/../waivers.yaml, which is being read');
    }
    expect(readFileSync(join(cwd, 'waivers.yaml'), 'utf8')).toBe(before);
  });

  test('for a host must not be one that every user can replace in its directory, unless only its owner may', async () => {
    const cwd = directoryWith(`host: '*', ${FOR_EVER}`);
    const link = join(temporaryDirectory(), 'link.yaml');
    symlinkSync(join(cwd, 'waivers.yaml'), link);
    const root = hostTree([{ pid: 7, cmdline: ['kube-apiserver', '--kubelet-https=false'] }]);
    chmodSync(cwd, 0o777);
    for (const path of ['waivers.yaml', link]) {
      const refused = await runInProcess(['--waivers', path, '--root', root], { cwd });
      expect([refused.status, refused.stdout]).toEqual([2, '']);
      expect(refused.stderr).toBe(
        `error: every user can replace ${path}, and so hide a failure\n` +
          `hint: Take that permission away: chmod o-w ${realpathSync(cwd)}\n`,
      );
    }
    expect((await run(['deploy'], cwd)).status).toBe(0);
    chmodSync(cwd, 0o1777);
    expect((await run(['--root', root], cwd)).status).toBe(0);
  });

  test('for a host must not be one that every user can write; for files it may', async () => {
    const cwd = directoryWith(`host: '*', ${FOR_EVER}`);
    chmodSync(join(cwd, 'waivers.yaml'), 0o666);
    const root = hostTree([{ pid: 7, cmdline: ['kube-apiserver', '--kubelet-https=false'] }]);
    const refused = await run(['--root', root], cwd);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toBe(
      'error: every user can write waivers.yaml, and so hide a failure\n' +
        'hint: Take that permission away: chmod o-w waivers.yaml\n',
    );
    expect((await run(['deploy'], cwd)).status).toBe(0);
    chmodSync(join(cwd, 'waivers.yaml'), 0o664);
    expect((await run(['--root', root], cwd)).status).toBe(0);
  });

  test('changes nothing but what is waived, nor does fix take it', async () => {
    const cwd = directoryWith(`path: deploy/a.yaml, ${FOR_EVER}`);
    const [waived, plain] = [
      await run(['-f', 'json', 'deploy'], cwd),
      await runInProcess(['-f', 'json', 'deploy'], { cwd }),
    ].map(({ stdout }) => parseReport(stdout));
    const [{ waiver, ...finding }] = waived.findings;
    expect(waiver).toEqual({ reason: 'replaced soon', until: '9999-12-31' });
    expect({
      ...waived,
      findings: [finding],
      status: 'fail',
      exitStatus: 1,
      summary: { pass: 0, fail: 1, unknown: 0, waived: 0 },
      auditedAt: plain.auditedAt,
    }).toEqual(plain);
    expect((await runInProcess(['fix', 'deploy'], { cwd })).status).toBe(1);
    const { status, stderr } = await run(['fix', 'deploy'], cwd);
    expect([status, stderr.split('\n')[0]]).toEqual([2, 'error: fix does not take --waivers']);
  });

  test('may match the file that starts a running server', async () => {
    const root = hostTree([
      { pid: 7, cmdline: ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=false'] },
      { pid: 8, cmdline: ['/usr/bin/kubelet'] },
    ]);
    mkdirSync(join(root, 'etc/kubernetes/manifests'), { recursive: true });
    writeFileSync(join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml'), MANIFEST);
    const cwd = directoryWith(`path: /etc/kubernetes/manifests/*, ${FOR_EVER}`);
    const { stdout } = await run(['-f', 'json', '--root', root], cwd);
    expect(parseReport(stdout).findings).toMatchObject([
      { startedBy: ['/etc/kubernetes/manifests/kube-apiserver.yaml'], waiver: { until: '9999-12-31' } },
    ]);
  });
});

describe.each(Object.keys(FLEET_REPORTS))('a merge with waivers as %s', (format) => {
  test.each([
    { why: 'waived', waiver: `cluster: prod, host: 'cp-?', ${FOR_EVER}`, status: 0 },
    { why: 'of another cluster', waiver: `cluster: dev, ${FOR_EVER}`, status: 1 },
  ])('has the same exit status as every format: $why', async ({ waiver, status }) => {
    const cwd = directoryWith(waiver);
    const report = jsonReport({ example: 'fail', auditedAt: new Date().toISOString() });
    writeFileSync(join(cwd, 'report.json'), JSON.stringify(report));
    const args = ['merge', '--waivers', 'waivers.yaml', '-f', format, 'report.json'];
    const result = await runInProcess(args, { cwd });
    expect({ status: result.status, stderr: result.stderr }).toEqual({ status, stderr: '' });
    expect(result.stdout).toContain('cp-1');
  });
});
