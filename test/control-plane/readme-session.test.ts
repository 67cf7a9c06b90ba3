import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BLOCKS } from '../support/documents.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';
import { startSimulatedKubelet } from '../support/simulated-kubelet.js';

const FAILING = readFileSync(join(REPOSITORY, 'test/fixtures/files/workload/kubeadm-fail.yaml'), 'utf8');

/** The session in the documents that fixes a host. */
function documentedSession(): string {
  return BLOCKS.find(({ text }) => text.includes('fix --write --wait'))?.text ?? '';
}

/** One line, with the same names for what differs from run to run. */
function normalised(text: string): string {
  return text
    .replace(/\S*\/manifests\//g, '/etc/kubernetes/manifests/')
    .replace(/\S*\/kube-apiserver(?=\n)/g, '/usr/local/bin/kube-apiserver')
    .replace(/\S*\/\S+_kube-apiserver.yaml.\d{8}T\d{6}Z/g, 'BACKUP')
    .replace(/^((?:---|\+\+\+) [ab]).*(\/etc)/gm, '$1$2')
    .replace(/\.kube-apiserver\.yaml\.[0-9a-f]{8}/g, '.kube-apiserver.yaml.RANDOM')
    .replace(/pid \d+/g, 'pid PID')
    .replace(/after \d+ s/g, 'after N s')
    .replace(/\s+/g, ' ');
}

test('the documents show what happens when a host is fixed', async ({ skip }) => {
  const { stdout: others } = await runBin(['--format', 'json']);
  skip(parseReport(others).findings.length > 0, 'another API server runs on this host, and would be shown');
  const session = documentedSession();
  const commands = [...session.matchAll(/^\$ sudo kubelet-https-audit *(.*)$/gm)].map(
    ([, args = '']) => args,
  );
  expect(commands).toEqual(['', 'fix', 'fix --write --wait', '']);
  const kubelet = await startSimulatedKubelet({ 'kube-apiserver.yaml': FAILING }, { startsAfter: 500 });
  onTestFinished(() => kubelet.shutDown());
  const backups = ['--backup-dir', temporaryDirectory()];
  let shown = '';
  for (const command of commands) {
    const args = command.split(' ').filter((word) => word !== '');
    const { stdout, stderr } = await runBin([...args, ...(args.includes('--write') ? backups : [])]);
    shown += `$ sudo kubelet-https-audit${command === '' ? '' : ` ${command}`}\n${stdout}${stderr}`;
  }
  const { findings } = parseReport((await runBin(['--format', 'json'])).stdout);
  skip(findings.length > 1, 'another API server has come up on this host, and may be shown');
  expect(normalised(shown)).toBe(normalised(`${session}\n`));
});
