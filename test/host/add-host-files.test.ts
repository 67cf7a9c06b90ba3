// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that

import { describe, expect, test } from 'vitest';
import { detectAll } from '../../src/detection/detect.ts';
import { addHostFiles } from '../../src/host/add-host-files.ts';
import { hostFilesOf } from '../../src/host/host-files.ts';
import type { Invocation } from '../../src/model/invocation.ts';
import { auditTree, type TreeFiles, writeTree } from '../support/audit-tree.ts';
import {
  ARG,
  CONFIG,
  ID,
  init,
  k3s,
  linesOf,
  MANIFESTS,
  pod,
  server,
  unit,
  WRONG,
} from '../support/example-host.ts';
import { hostTree } from '../support/host-tree.ts';
import { processOf } from '../support/reports.ts';
import { rootFiles } from '../support/root-files.ts';

describe('a manifest whose API server does not run', () => {
  const uuid = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';

  test.each([
    { why: 'nothing else runs', processes: [], cgroup: '' },
    {
      why: 'a process of a user bears its name',
      processes: [{ ...server, uid: 1000 }],
      cgroup: '0::/user.slice/user-1000.slice/session-3.scope\n',
    },
    {
      why: 'another cluster has servers here',
      processes: [server],
      cgroup: `0::/kubepods/pod${uuid}/${ID}\n`,
    },
  ])('fails or is a problem by its arguments, though $why', async ({ processes, cgroup }) => {
    const files = cgroup === '' ? {} : { 'proc/42/cgroup': cgroup };
    const path = `/${MANIFESTS}/a.yaml`;
    const bad = await auditTree([init, ...processes], { ...files, [path.slice(1)]: WRONG });
    expect(bad).toMatchObject({ status: 'fail', problems: [] });
    expect(bad.findings[0]).toMatchObject({
      status: 'fail',
      origin: { kind: 'file', path },
      warnings: [{ code: 'not-running' }],
    });
    const good = await auditTree([init, ...processes], { ...files, [path.slice(1)]: pod('') });
    expect(good).toMatchObject({ status: 'unknown', problems: [{ path }] });
    expect(good.findings).toHaveLength(processes.length);
  });

  test('fails beside one that runs, with what else describes its pod', async () => {
    const files = {
      [`${MANIFESTS}/a.yaml`]: pod(''),
      [`${MANIFESTS}/b.yaml`]: pod(', --kubelet-https=0', 'old'),
      [`${MANIFESTS}/b.yaml.1`]: pod(', --kubelet-https=no', 'old'),
    };
    const { findings } = await auditTree([init, server], files);
    expect(findings.map(({ status, origin }) => [status, 'path' in origin && origin.path])).toEqual([
      ['fail', `/${MANIFESTS}/b.yaml.1`],
      ['pass', false],
    ]);
    expect(findings[0]?.warnings.map(({ code }) => code)).toEqual(['stray-manifest', 'not-running']);
  });
});

test.each([
  { why: 'no kubelet of the host, but of a cluster in a container', NSpid: '50\t7', isAdvised: true },
  { why: 'a kubelet of the host', NSpid: '50', isAdvised: false },
])('what restarts a server is not left to $why', async ({ NSpid, isAdvised }) => {
  const kubelet = { pid: 50, cmdline: ['kubelet'] };
  const failing = { ...server, cmdline: ['kube-apiserver', '--kubelet-https=false'] };
  const { findings } = await auditTree([init, failing, kubelet], {
    [`${MANIFESTS}/a.yaml`]: WRONG,
    'proc/50/status': `Uid:\t0\t0\t0\t0\nNSpid:\t${NSpid}\n`,
  });
  expect(findings[0]?.remediation?.includes('Then start the kubelet')).toBe(isAdvised);
});

describe('what starts a server next is told to be unknown', () => {
  const ID_OF_STATIC_POD = 'd638bb69897936db0ff75be87e44622c';

  test.each([
    {
      why: 'a manifest that starts something else',
      cgroup: `0::/kubepods/pod${ID_OF_STATIC_POD}/${ID}\n`,
      files: {
        [`${MANIFESTS}/a.yaml`]: pod('').replace('kube-apiserver, --etcd-servers=x', '/opt/start.sh'),
      },
    },
    { why: 'no manifest', cgroup: `0::/kubepods/pod${ID_OF_STATIC_POD}/${ID}\n`, files: {} },
    {
      why: 'a unit that starts a script',
      cgroup: '0::/system.slice/kube-apiserver.service\n',
      files: { 'etc/systemd/system/kube-apiserver.service': '[Service]\nExecStart=/opt/start.sh\n' },
    },
  ])('$why', async ({ cgroup, files }) => {
    const tree = { ...files, 'proc/42/cgroup': cgroup } as unknown as TreeFiles;
    expect(await linesOf([server], tree)).toEqual(['pass | not set | drift']);
  });
});

describe('what another user can make', () => {
  test('variables that grow without bound are unknown, and nothing else', async () => {
    const kubelite = { pid: 9, cmdline: ['kubelite', '--apiserver-args-file=/args'], uid: 1000 };
    const real = { ...server, cmdline: ['kube-apiserver', '--kubelet-https=false'] };
    const lines = await linesOf([kubelite, real], {
      args: '$A'.repeat(100_000),
      'proc/9/environ': `A=${'x'.repeat(100_000)}\0`,
    });
    expect(lines[0]).toMatch(/^fail/);
    expect(lines[1]).toMatch(/^unknown .* too long once its variables/);
  });

  test('a value of many dashes costs no time', async () => {
    const files = { ...unit(), [CONFIG]: `${ARG}: "${'-'.repeat(200_000)}x"\n` };
    expect(await linesOf([k3s], files)).toHaveLength(1);
  });
});

describe('processes of other users', () => {
  const of = (pid: number, uid: number | null, realUid?: number): Invocation => ({
    ...processOf(pid, ['kubelite']),
    origin: { kind: 'process', pid, uid, executable: null, ...(realUid !== undefined && { realUid }) },
  });
  const discoveryOf = (invocations: readonly Invocation[]) =>
    detectAll({ source: 'procfs', processes: 0, problems: [], invocations });

  test('are completed after those of root, and reported in their order', async () => {
    const looked: number[] = [];
    const host = {
      ...hostFilesOf(hostTree([init]), []),
      proc: '/none',
      viewOf: ({ pid }: { pid: number }) => {
        looked.push(pid);
        return rootFiles('/none');
      },
    };
    const { servers } = await addHostFiles(
      discoveryOf([of(3, 1000), of(4, 0, 1000), of(5, 0), of(6, null), of(7, 0)]),
      host,
    );
    expect(looked).toEqual([5, 7, 3, 4, 6]);
    const origins = servers.map(({ invocation: { origin } }) => origin.kind === 'process' && origin.pid);
    expect(origins).toEqual([3, 4, 5, 6, 7]);
  });

  test('make the audit read no file of the host again', async () => {
    class Reads extends Map<string, Buffer> {
      readonly paths: string[] = [];
      override get(path: string): undefined {
        this.paths.push(path);
        return undefined;
      }
    }
    const root = hostTree([init]);
    writeTree(root, {
      'etc/systemd/system/a.service': '[Service]\nEnvironmentFile=/e\nExecStart=/usr/bin/kube-apiserver $A\n',
      e: 'A=--v=2\n',
      'etc/k0s/k0s.yaml': 'spec: {}\n',
    });
    const cgroup = { unit: 'a.service', containerId: null, podUid: null };
    const servers = Array.from(
      { length: 50 },
      (_, index): Invocation => ({
        ...processOf(index + 2, ['kube-apiserver']),
        origin: {
          kind: 'process',
          pid: index + 2,
          uid: 1000,
          executable: index % 2 ? '/usr/bin/kube-apiserver' : '/var/lib/k0s/bin/kube-apiserver',
          cgroup,
        },
      }),
    );
    const reads = new Reads();
    await addHostFiles(discoveryOf(servers), hostFilesOf(root, [], reads));
    expect(reads.paths.sort()).toEqual(['/e', '/etc/k0s/k0s.yaml', '/etc/systemd/system/a.service']);
  });
});
