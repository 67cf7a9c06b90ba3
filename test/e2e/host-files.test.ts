import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeTree } from '../support/audit-tree.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

const isLinux = process.platform === 'linux';
const isRoot = process.getuid?.() === 0;
const config = (value: string) =>
  `apiVersion: kubecontrolplane.config.openshift.io/v1\nkind: KubeAPIServerConfig\napiServerArguments: {kubelet-https: ["${value}"]}\n`;

async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

async function findingOn(pid: number): Promise<JsonReport> {
  const { findings } = parseReport((await runBin(['-f', 'json'])).stdout);
  return findings.find(({ target }: JsonReport) => target.pid === pid);
}

describe('a server that reads its arguments from a file', () => {
  test('is judged by it, and no more once a file that passes was changed after its start', async ({
    skip,
  }) => {
    skip(!isLinux, 'only Linux has /proc');
    const path = join(temporaryDirectory(), 'config.yaml');
    writeFileSync(path, config('true'));
    const { pid } = await start('kube-apiserver', [`--openshift-config=${path}`]);
    expect(await findingOn(pid)).toMatchObject({
      status: 'pass',
      evidence: { arguments: [{ text: '--kubelet-https=true', path, line: 3 }] },
    });

    await sleep(100);
    writeFileSync(`${path}.new`, config('1'));
    renameSync(`${path}.new`, path);
    expect(await findingOn(pid)).toMatchObject({
      status: 'unknown',
      reason: `${path} would pass, but was changed after the server had started`,
    });
    writeFileSync(path, config('false'));
    expect(await findingOn(pid)).toMatchObject({ status: 'fail' });
  });

  test('is not judged by a file that a link leads to only since its start', async ({ skip }) => {
    skip(!isLinux, 'only Linux has /proc');
    const directory = temporaryDirectory();
    const link = join(directory, 'config.yaml');
    writeFileSync(join(directory, 'bad'), config('false'));
    writeFileSync(join(directory, 'good'), config('true'));
    symlinkSync('bad', link);
    const { pid } = await start('kube-apiserver', [`--openshift-config=${link}`]);
    expect(await findingOn(pid)).toMatchObject({ status: 'fail', warnings: [] });
    await sleep(100);
    symlinkSync('good', `${link}.new`);
    renameSync(`${link}.new`, link);
    expect(await findingOn(pid)).toMatchObject({ status: 'unknown' });
  });

  test('has the path read in its own mount namespace', async ({ skip }) => {
    skip(!isLinux || !isRoot, 'only root on Linux can make a mount namespace');
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'args'), '--v=2\n');
    const { executable } = await start('kubelite', []);
    const script = `mount -t tmpfs tmpfs ${directory} && echo --kubelet-https=false >${directory}/args && exec "$@"`;
    const child = spawn(
      'unshare',
      ['--mount', 'sh', '-c', script, 'sh', executable, '', `--apiserver-args-file=${directory}/args`],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    child.stdin.end('setInterval(() => {}, 1000); console.log("ready");');
    await once(child.stdout, 'data');
    expect(await findingOn(child.pid ?? 0)).toMatchObject({
      status: 'fail',
      target: { program: 'kubelite' },
      evidence: { arguments: [{ path: `${directory}/args`, line: 1 }] },
    });
  });

  test.for([
    ['a device', '/dev/zero'],
    ['a file of the kernel', '/proc/kmsg'],
    ['a directory', '/etc'],
    ['nothing', '/none'],
    ['secrets', '/etc/passwd'],
  ])('may name %s', async ([_, path = ''], { skip }) => {
    skip(!isLinux, 'only Linux has /proc');
    const link = join(temporaryDirectory(), 'config.yaml');
    symlinkSync(path, link);
    const { pid } = await start('kube-apiserver', [`--openshift-config=${link}`]);
    const finding = await findingOn(pid);
    expect(finding.status).toBe('unknown');
    expect(finding.reason).toContain(link);
    expect(JSON.stringify(finding)).not.toMatch(/root:/);
  });
});

describe('a host on which no API server runs', () => {
  const POD =
    'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver, --kubelet-https=no]}]}\n';
  const init = { pid: 1, cmdline: ['/sbin/init'] };

  test('is not passed over where a manifest is there to start one', async () => {
    const root = hostTree([init]);
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': POD });
    const { status, stdout } = await runBin(['--root', root, '--allow-missing', '-f', 'json']);
    expect(status).toBe(2);
    expect(parseReport(stdout).problems).toMatchObject([{ path: '/etc/kubernetes/manifests/a.yaml' }]);
  });

  test('is not passed over where the program in a manifest is not known, but its flag is', async () => {
    const root = hostTree([init]);
    const wrapped = POD.replace('kube-apiserver', '/entrypoint.sh');
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': wrapped });
    expect((await runBin(['--root', root, '-q'])).status).toBe(2);
  });

  test.each([
    ['a line end of Go', '\u0085'],
    ['an unclosed list', '\nspec: ['],
    ['a template', '\nx: {{ y }}'],
    ['bytes that are not UTF-8', '\udcff\udcfe'],
  ])('is not passed over where a manifest cannot be read: %s', async (_, damage) => {
    const root = hostTree([init]);
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': POD + damage });
    const { status, stdout } = await runBin(['--root', root, '--allow-missing', '-f', 'json']);
    expect(status).toBe(2);
    expect(parseReport(stdout).problems).toMatchObject([{ path: '/etc/kubernetes/manifests/a.yaml' }]);
  });

  test('has nothing to audit with manifests of other things', async () => {
    const root = hostTree([init]);
    const proxy = POD.replace('kube-apiserver, --kubelet-https=no', 'nginx, apiserver');
    writeTree(root, { 'etc/kubernetes/manifests/proxy.yaml': proxy, 'etc/kubernetes/manifests/x': 'y' });
    expect((await runBin(['--root', root, '-q'])).status).toBe(3);
  });
});
