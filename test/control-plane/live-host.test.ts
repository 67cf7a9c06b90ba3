import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type JsonReport, parseReport } from '../support/report-schema.ts';
import { runBin } from '../support/run-bin.ts';
import { startStandIn } from '../support/stand-in.js';

async function start(...given: Parameters<typeof startStandIn>) {
  const standIn = await startStandIn(...given);
  onTestFinished(standIn.stop);
  return standIn;
}

async function auditHost(...args: string[]): Promise<JsonReport> {
  return parseReport((await runBin(['--format', 'json', ...args])).stdout);
}

function findingOn(report: JsonReport, pid: number): JsonReport {
  return report.findings.find((finding: JsonReport) => finding.target.pid === pid);
}

describe('a kube-apiserver on this host', () => {
  test('is found with its arguments, and fails for the flag', async () => {
    const { pid, executable } = await start('kube-apiserver', ['--etcd-servers=x', '--kubelet-https=false']);
    const finding = findingOn(await auditHost(), pid);
    expect(finding).toMatchObject({
      status: 'fail',
      target: { kind: 'process', pid, program: 'kube-apiserver', executable },
      evidence: {
        actual: '--kubelet-https=false',
        arguments: [{ index: 3, text: '--kubelet-https=false', value: false, effective: true }],
      },
    });
    expect(finding.warnings).toEqual([]);
  });

  test.each([
    { args: ['--etcd-servers=x'], status: 'pass' },
    { args: ['--kubelet-https'], status: 'pass' },
    { args: ['--kubelet-https', 'false'], status: 'pass' },
    { args: ['--kubelet-https=F'], status: 'fail' },
    { args: ['--audit-log-path=/x --kubelet-https=false'], status: 'pass' },
    { args: ['--etcd-prefix', '--kubelet-https=false'], status: 'pass' },
    { args: ['--kubelet-https=true', '', '--kubelet-https=0'], status: 'fail' },
    { args: ['--kubelet-https="true"'], status: 'fail' },
  ])('with $args: $status', async ({ args, status }) => {
    const { pid } = await start('kube-apiserver', args);
    expect(findingOn(await auditHost(), pid).status).toBe(status);
  });

  test.each([
    ['good first', ['--kubelet-https=true'], ['--kubelet-https=false']],
    ['bad first', ['--kubelet-https=false'], ['--kubelet-https=true']],
  ])('is one of two, and the bad one fails the run: %s', async (_, first, second) => {
    const servers = [await start('kube-apiserver', first), await start('kube-apiserver', second)];
    const { status, stdout } = await runBin(['--format', 'json']);
    const report = parseReport(stdout);
    expect(status).toBe(1);
    expect(report.status).toBe('fail');
    expect(servers.map(({ pid }) => findingOn(report, pid).status).sort()).toEqual(['fail', 'pass']);
  });

  test('is found by ps as well, which says that boundaries are lost', async () => {
    const { pid } = await start('kube-apiserver', ['--kubelet-https=false']);
    const report = await auditHost('--source', 'ps');
    expect(report.examined.source).toBe('ps-list');
    const finding = findingOn(report, pid);
    expect(finding.status).toBe('fail');
    expect(finding.warnings.map(({ code }: JsonReport) => code)).toEqual(['boundaries-lost']);
  });

  test('has a warning where its executable is another', async () => {
    const { pid } = await start('node', ['--kubelet-https=false'], { argv0: 'kube-apiserver' });
    const { warnings } = findingOn(await auditHost(), pid);
    expect(warnings.map(({ code }: JsonReport) => code)).toEqual(['executable-differs']);
  });

  test('of another user is shown with its uid, and cannot hide the real one', async () => {
    const real = await start('kube-apiserver', ['--kubelet-https=false']);
    const planted = await start('kube-apiserver', ['--kubelet-https=true'], { uid: 65534 });
    const report = await auditHost();
    expect(findingOn(report, planted.pid)).toMatchObject({ status: 'pass', target: { uid: 65534 } });
    expect(findingOn(report, real.pid)).toMatchObject({ status: 'fail', target: { uid: 0 } });
    expect(report.exitStatus).toBe(1);
  });
});

describe('what only looks like one', () => {
  test.each([
    { name: 'tail', args: ['-f', '/var/log/kube-apiserver.log'] },
    { name: 'sh', args: ['-c', 'kube-apiserver --kubelet-https=true; exit'] },
    { name: 'kube-controller-manager', args: ['--cluster-signing-kube-apiserver-client-cert-file=/x'] },
    { name: 'kube-apiserver-exporter', args: ['--kubelet-https=false'] },
    { name: 'vim', args: ['/etc/kubernetes/manifests/kube-apiserver.yaml'] },
    { name: 'grep', args: ['kube-apiserver', '--kubelet-https=false'] },
    { name: 'flock', args: ['/var/lock/x', '/hyperkube', 'apiserver', '--kubelet-https=false'] },
    { name: 'go-runner', args: ['--log-file=/x', '/usr/local/bin/kube-apiserver', '--kubelet-https=false'] },
  ])('is set aside, and said so: $name', async ({ name, args }) => {
    const { pid } = await start(name, args);
    const report = await auditHost();
    expect(findingOn(report, pid)).toBeUndefined();
    const setAside = report.examined.setAside.find(({ target }: JsonReport) => target.pid === pid);
    expect(setAside).toMatchObject({ target: { program: name } });
  });

  test('is not a finding as a zombie', async () => {
    const { executable } = await start('kube-apiserver', ['--kubelet-https=true']);
    // It ends once the shell, which would wait for it, has become a sleep, which does not.
    const script =
      '(until grep -q sleep "/proc/$$/comm"; do sleep 0.02; done; exec "$0" --version) >/dev/null & echo $!; exec sleep 60';
    const parent = spawn('/bin/sh', ['-c', script, executable]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line));
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(20);
    expect(findingOn(await auditHost(), pid)).toBeUndefined();
  });
});
