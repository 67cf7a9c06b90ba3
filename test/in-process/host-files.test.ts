import { describe, expect, test } from 'vitest';
import { writeTree } from '../support/audit-tree.ts';
import { hostTree } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { runInProcess } from '../support/run-in-process.ts';

describe('a host on which no API server runs', () => {
  const POD =
    'apiVersion: v1\nkind: Pod\nspec: {containers: [{command: [kube-apiserver, --kubelet-https=no]}]}\n';
  const init = { pid: 1, cmdline: ['/sbin/init'] };

  test('is not passed over where a manifest is there to start one', async () => {
    const root = hostTree([init]);
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': POD });
    const { status, stdout } = await runInProcess(['--root', root, '--allow-missing', '-f', 'json']);
    expect(status).toBe(1);
    const report = parseReport(stdout);
    expect(report.problems).toEqual([]);
    expect(report.findings).toMatchObject([
      {
        status: 'fail',
        target: { kind: 'file', path: '/etc/kubernetes/manifests/a.yaml' },
        evidence: { actual: '--kubelet-https=no', arguments: [{ line: 3, column: 48 }] },
        warnings: [{ code: 'not-running' }],
        remediation: expect.stringContaining(
          'a.yaml:3. Then start the kubelet, which starts the API server.',
        ),
      },
    ]);
  });

  test('is unknown where its manifest passes', async () => {
    const root = hostTree([init]);
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': POD.replace(', --kubelet-https=no', '') });
    const { status, stdout } = await runInProcess([
      '--root',
      root,
      '--allow-missing',
      '--strict',
      '-f',
      'json',
    ]);
    expect(status).toBe(2);
    expect(parseReport(stdout).problems).toMatchObject([{ path: '/etc/kubernetes/manifests/a.yaml' }]);
  });

  test('is not passed over where the program in a manifest is not known, but its flag is', async () => {
    const root = hostTree([init]);
    const wrapped = POD.replace('kube-apiserver', '/entrypoint.sh');
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': wrapped });
    expect((await runInProcess(['--root', root, '-q'])).status).toBe(2);
  });

  test.each([
    ['a line end of Go', '\u0085'],
    ['an unclosed list', '\nspec: ['],
    ['a template', '\nx: {{ y }}'],
    ['bytes that are not UTF-8', '\udcff\udcfe'],
  ])('is not passed over where a manifest cannot be read: %s', async (_, damage) => {
    const root = hostTree([init]);
    writeTree(root, { 'etc/kubernetes/manifests/a.yaml': POD + damage });
    const { status, stdout } = await runInProcess(['--root', root, '--allow-missing', '-f', 'json']);
    expect(status).toBe(2);
    expect(parseReport(stdout).problems).toMatchObject([{ path: '/etc/kubernetes/manifests/a.yaml' }]);
  });

  test('has nothing to audit with manifests of other things', async () => {
    const root = hostTree([init]);
    const proxy = POD.replace('kube-apiserver, --kubelet-https=no', 'nginx, apiserver');
    writeTree(root, { 'etc/kubernetes/manifests/proxy.yaml': proxy, 'etc/kubernetes/manifests/x': 'y' });
    expect((await runInProcess(['--root', root, '-q'])).status).toBe(3);
  });
});
