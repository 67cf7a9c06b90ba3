import { describe, expect, test } from 'vitest';
import { hostTree, type TreeProcess } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

const MiB = 1024 * 1024;
const ESCAPES = '\u001b]0;owned\u0007\u001b[2J\u009b31m\r\u202e';
const MIMICRY = '\nPASS  CIS 1.2.4  Ensure that the --kubelet-https argument is set to true\n';

async function auditBoth(processes: readonly TreeProcess[]) {
  const root = hostTree(processes);
  const text = await runInProcess(['--root', root, '--verbose']);
  const json = await runInProcess(['--root', root, '--format', 'json']);
  expect(text.stderr + json.stderr).toBe('');
  expect(json.status).toBe(text.status);
  return { text: text.stdout, report: parseReport(json.stdout), status: text.status };
}

describe('a hostile argument list', () => {
  test.each([
    {
      why: 'one argument of 2 MiB',
      argv: ['kube-apiserver', `--etcd-prefix=${'x'.repeat(2 * MiB)}`, '--kubelet-https=0'],
      status: 1,
    },
    { why: 'a flag of 2 MiB', argv: ['kube-apiserver', `--kubelet-https=${'x'.repeat(2 * MiB)}`], status: 1 },
    {
      why: 'a program of 2 MiB',
      argv: [`/${'x'.repeat(2 * MiB)} apiserver`, '--kubelet-https=0'],
      status: 3,
    },
    {
      why: '100,000 arguments',
      argv: ['kube-apiserver', ...Array.from({ length: 100_000 }, (_, i) => `--x${i}`), '--kubelet-https=0'],
      status: 2,
    },
    {
      why: '100,000 times the flag',
      argv: ['kube-apiserver', ...Array.from({ length: 100_000 }, () => '--kubelet-https=0')],
      status: 1,
    },
    {
      why: '100,000 empty arguments',
      argv: ['kube-apiserver', ...Array.from({ length: 100_000 }, () => '')],
      status: 0,
    },
    {
      why: '250,000 arguments after the end of flags',
      argv: ['kube-apiserver', '--', ...Array.from({ length: 250_000 }, () => '')],
      status: 0,
    },
    { why: '2 MiB of blanks', argv: [`k3s${' '.repeat(2 * MiB)}server`], status: 2 },
    { why: '2 MiB of dashes', argv: ['kube-apiserver', '-'.repeat(2 * MiB)], status: 0 },
    { why: 'escape sequences', argv: ['kube-apiserver', `--kubelet-https=${ESCAPES}`], status: 1 },
    { why: 'text that mimics a report', argv: ['kube-apiserver', `--kubelet-https=0${MIMICRY}`], status: 1 },
    { why: 'a newline in the program', argv: [`${MIMICRY}/kube-apiserver`, '--kubelet-https=0'], status: 1 },
    { why: 'a newline inside the flag', argv: ['kube-apiserver', '--kubelet-\nhttps=0'], status: 1 },
  ])('does no harm: $why', async ({ argv, status }) => {
    const result = await auditBoth([{ pid: 7, cmdline: argv, exe: `/bin/${ESCAPES}${MIMICRY}`, uid: 0 }]);
    expect(result.status).toBe(status);
    expect(result.text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(result.text.split('\n').filter((line) => /^[A-Z ]+ {2}CIS/.test(line))).toHaveLength(1);
    expect(result.text.length).toBeLessThan(20_000);
  });

  test('may hold bytes that are no UTF-8, and NULs', async () => {
    const cmdline = Buffer.from('kube-apiserver\0\0\0--kubelet-https=\xff\xfe\0', 'latin1');
    const { text, report, status } = await auditBoth([{ pid: 7, cmdline }]);
    expect(status).toBe(1);
    expect(report.findings[0].evidence.arguments).toMatchObject([
      { index: 3, text: '--kubelet-https=\\xff\\xfe', value: null },
    ]);
    expect(text).toContain('--kubelet-https=\\xff\\xfe');
  });

  test('does not get past the command line either', async () => {
    const { stderr, status } = await runInProcess([`--${ESCAPES}${MIMICRY}`]);
    expect(status).toBe(2);
    expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(stderr.split('\n')).toHaveLength(3);
  });
});

describe('a hostile process list', () => {
  test('does no harm', async () => {
    const line = `kube-apiserver --kubelet-https=${ESCAPES}`;
    const { stdout, status } = await runInProcess(['-', '-v'], {
      stdin: `COMMAND\n${line}\ntail ${ESCAPES} apiserver\n`,
    });
    expect(status).toBe(1);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
