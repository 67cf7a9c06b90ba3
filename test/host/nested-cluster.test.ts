import { describe, expect, test } from 'vitest';
import { auditTree, lineOf, type TreeFiles } from '../support/audit-tree.ts';
import { init, MANIFESTS, pod, WRONG } from '../support/example-host.ts';
import type { TreeProcess } from '../support/host-tree.ts';

const ID = 'a'.repeat(64);
const NODE = 'b'.repeat(64);
const STATIC = 'd638bb69897936db0ff75be87e44622c';
const MANIFEST = `${MANIFESTS}/kube-apiserver.yaml`;
const ARGV = ['kube-apiserver', '--etcd-servers=x'];

interface Process {
  readonly pid: number;
  readonly cmdline: readonly string[];
  readonly cgroup: string;
  /** What `NSpid` counts. */
  readonly depth?: number;
}

const kubelet: Process = {
  pid: 20,
  cmdline: ['kubelet', '--pod-manifest-path=/etc/kubernetes/manifests'],
  cgroup: '/system.slice/kubelet.service',
};
const own: Process = { pid: 50, cmdline: ARGV, cgroup: `/kubepods/pod${STATIC}/${ID}`, depth: 2 };
const ofKind: Process = {
  pid: 42,
  cmdline: ARGV,
  cgroup: `/docker/${NODE}/kubelet/kubepods/pod${STATIC}/${ID}`,
  depth: 3,
};

async function audit(processes: readonly Process[], files: TreeFiles) {
  const tree: Record<string, string> = { ...files };
  for (const { pid, cgroup, depth = 1 } of processes) {
    tree[`proc/${pid}/cgroup`] = `0::${cgroup}\n`;
    tree[`proc/${pid}/status`] = `Uid:\t0\t0\t0\t0\nNSpid:${`\t${pid}`.repeat(depth)}\n`;
  }
  const shown: TreeProcess[] = processes.map(({ pid, cmdline }) => ({ pid, cmdline }));
  const { findings, problems, status } = await auditTree([init, ...shown], tree);
  return { lines: findings.map(lineOf), problems: problems.map(({ message }) => message), status, findings };
}

describe('the API server of a cluster in a container', () => {
  test.each([
    { kubelets: [kubelet], why: 'beside the kubelet of the host' },
    { kubelets: [], why: 'where the kubelet of the host is down' },
  ])('is not compared with the manifest of the host: $why', async ({ kubelets }) => {
    const { lines, findings } = await audit([...kubelets, ofKind], { [MANIFEST]: WRONG });
    expect(lines).toEqual(['fail | --kubelet-https=false | not-running', 'pass | not set']);
    expect(findings[1]?.remediation).toBeUndefined();
  });

  test('is not taken for that of the host, which is down', async () => {
    const { problems, status } = await audit([kubelet, ofKind], { [MANIFEST]: pod('') });
    expect({ problems, status }).toEqual({
      problems: ['its API server is not running'],
      status: 'unknown',
    });
  });

  test('leaves that of the host to be compared', async () => {
    const { lines, problems } = await audit([kubelet, ofKind, own], { [MANIFEST]: WRONG });
    expect(lines).toContain(`pass | not set | drift /${MANIFEST}:6`);
    expect(lines).toContain('pass | not set');
    expect(problems).toEqual([]);
  });

  test('is fixed where its own kubelet reads', async () => {
    const failing = { ...ofKind, cmdline: [...ARGV, '--kubelet-https=false'] };
    const { findings } = await audit([kubelet, failing], {});
    expect(findings[0]?.remediation).toContain(
      `the API server pod specification file in container ${NODE.slice(0, 12)}, where the kubelet of its cluster runs`,
    );
  });

  test('does not carry what could not be read on the host', async () => {
    const { problems, lines } = await audit([kubelet, ofKind], { [MANIFEST]: 'kube-apiserver: [' });
    expect(lines).toEqual(['pass | not set']);
    expect(problems).toHaveLength(1);
  });

  test('in a copy of its host is not looked for in the files that its kubelet names', async () => {
    const kubeletOfKind = { ...kubelet, pid: 21, cgroup: `/docker/${NODE}/kubelet.slice`, depth: 2 };
    const { lines } = await audit([kubelet, kubeletOfKind, ofKind], { [MANIFEST]: WRONG });
    expect(lines).toEqual(['fail | --kubelet-https=false | not-running', 'pass | not set']);
  });

  test('on a node of kind is that of the host', async () => {
    const inside = { ...kubelet, cgroup: `/docker/${NODE}/kubelet.slice/kubelet.service` };
    const { lines } = await audit([inside, { ...ofKind, depth: 2 }], { [MANIFEST]: WRONG });
    expect(lines).toEqual([`pass | not set | drift /${MANIFEST}:6`]);
  });
});
