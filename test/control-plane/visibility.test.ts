import { chmodSync, chownSync, cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AS_NOBODY, publicCopy } from '../support/as-nobody.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { EXECUTABLE, runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

/** What runs a command as root without these capabilities. */
function without(...names: readonly string[]): string[] {
  return ['setpriv', `--bounding-set=${names.map((name) => `-${name}`).join()}`];
}

describe('a /proc that hides processes', () => {
  test.for([
    { hidepid: '2', source: 'procfs', says: 'hides the processes of other users' },
    { hidepid: '2', source: 'ps', says: 'hides the processes of other users' },
    { hidepid: '1', source: 'procfs', says: 'may not be read by this user' },
  ])('is unknown and not "none found": hidepid=$hidepid, $source', async ({ hidepid, source, says }) => {
    const script = `mount -t proc -o hidepid=${hidepid} proc /proc && exec "$@"`;
    const through = ['unshare', '--mount', 'sh', '-c', script, 'sh', ...AS_NOBODY];
    const { status, stdout, stderr } = await runBin(
      ['--format', 'json', '--source', source, '--allow-missing'],
      {
        through,
        bin: publicCopy(),
      },
    );
    expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
    const { status: verdict, problems } = parseReport(stdout);
    expect(verdict).toBe('unknown');
    // That a /proc mounted here is the one of a container is told as well.
    expect(problems[0]).toMatchObject({
      path: '/proc',
      message: expect.stringContaining(says),
      hint: 'Run as root.',
    });
  });

  test('does not hide a renamed server from another user', async () => {
    const { pid, stop } = await startStandIn('kube-apiserver', ['--etcd-servers=x'], { argv0: 'renamed' });
    onTestFinished(stop);
    const find = (report: JsonReport) => report.findings.find((one: JsonReport) => one.target.pid === pid);
    const asNobody = await runBin(['-f', 'json'], { through: AS_NOBODY, bin: publicCopy() });
    expect(find(parseReport(asNobody.stdout))).toMatchObject({ status: 'unknown', hint: 'Run as root.' });
    expect(find(parseReport((await runBin(['-f', 'json'])).stdout))).toMatchObject({ status: 'pass' });
  });

  test('is explained to root that lacks a capability', async () => {
    const { pid, stop } = await startStandIn('kube-apiserver', ['--etcd-servers=x'], { argv0: 'renamed' });
    onTestFinished(stop);
    const { stdout } = await runBin(['-f', 'json'], { through: without('sys_ptrace') });
    const found = parseReport(stdout).findings.find((one: JsonReport) => one.target.pid === pid);
    expect(found).toMatchObject({
      status: 'unknown',
      hint: 'This is root without the capability SYS_PTRACE: add it.',
    });
  });

  test.each([
    { lacking: ['dac_read_search', 'dac_override'], warnings: ['cannot-read'] },
    { lacking: ['dac_override'], warnings: [] },
  ])('is like a manifest that root may not read without $lacking', async ({ lacking, warnings }) => {
    const root = temporaryDirectory();
    cpSync('test/fixtures/hosts/kubeadm/pass', root, { recursive: true });
    const file = join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml');
    chownSync(file, 65534, 65534);
    chmodSync(file, 0o600);
    const { stdout } = await runBin(['-f', 'json', '--root', root], { through: without(...lacking) });
    const [finding] = parseReport(stdout).findings;
    expect(finding.warnings.map(({ code }: JsonReport) => code)).toEqual(warnings);
    for (const { message } of finding.warnings) {
      expect(message).toContain('This is root without the capability DAC_READ_SEARCH: add it.');
    }
  });

  test('does not matter to root', async () => {
    const through = [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount -t proc -o hidepid=2 proc /proc && exec "$@"',
      'sh',
    ];
    const { stdout } = await runBin(['--format', 'json'], { through });
    const hides = ({ message }: JsonReport) => /hides the processes|may not be read/.test(message);
    expect(parseReport(stdout).problems.filter(hides)).toEqual([]);
  });
});

describe('a container without the PID namespace of its host', () => {
  const CONTAINED = ['unshare', '--pid', '--fork', '--mount', '--mount-proc'];

  test.for(['procfs', 'ps'])('is unknown, and says what to mount or set: %s', async (source) => {
    const { status, stdout } = await runBin(['--allow-missing', '--source', source], { through: CONTAINED });
    expect(status).toBe(2);
    expect(stdout).toContain('UNKNOWN  CIS 1.2.4');
    expect(stdout).toContain('processes of a container, not those of its host');
    expect(stdout).toMatch(/hostPID: true[\s\S]+--root/);
  });

  test('is one even if its process 2 calls itself kthreadd', async () => {
    const directory = temporaryDirectory();
    symlinkSync('/bin/sleep', join(directory, 'kthreadd'));
    const script = `"${directory}/kthreadd" 60 & sleep 0.3; cat /proc/2/comm >&2; "$@"; s=$?; kill $!; exit $s`;
    const through = [...CONTAINED, 'sh', '-c', script, 'sh'];
    const { status, stdout, stderr } = await runBin(['--allow-missing'], { through });
    expect(stderr).toBe('kthreadd\n');
    expect({ status, stdout }).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('processes of a container, not those of its host'),
    });
  });

  test('is judged by the API servers that it does show', async () => {
    const script =
      'd=$(mktemp -d) && ln -s "$(command -v sleep)" "$d/kube-apiserver" && "$d/kube-apiserver" 60 & sleep 0.3; "$@"; s=$?; kill $!; exit $s';
    const through = [...CONTAINED, 'sh', '-c', script, 'sh'];
    const { status, stdout } = await runBin(['--format', 'json'], { through });
    expect(status).toBe(0);
    const report = parseReport(stdout);
    expect(report.findings).toHaveLength(1);
    expect(report.examined.blindSpot.message).toContain('processes of a container');
  });

  test('is an error where there is no /proc, and no bug', async ({ skip }) => {
    skip(Boolean(EXECUTABLE), 'the executable needs a /proc to start');
    const through = ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'];
    const { status, stderr } = await runBin([], { through });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: there are no processes in \/proc, and cannot get processes from ps: .+\nhint: .+\n$/,
    );
  });

  test('is not a container where the /proc is that of the host', async () => {
    const { stdout } = await runBin(['--format', 'json'], { through: ['unshare', '--pid', '--fork'] });
    expect(parseReport(stdout).problems).toEqual([]);
  });
});
