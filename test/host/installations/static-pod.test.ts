// biome-ignore-all lint/suspicious/noTemplateCurlyInString: kubelite writes its variables like that
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { auditRoot, lineOf, type TreeFiles } from '../../support/audit-tree.ts';
import { ID, init, linesOf, MANIFESTS, pod, server, WRONG } from '../../support/example-host.ts';
import { hostTree } from '../../support/host-tree.ts';

describe('a static pod', () => {
  test.each([
    { why: 'as it runs', files: { 'a.yaml': pod('') }, line: 'pass | not set' },
    {
      why: 'that will start otherwise',
      files: { 'a.yaml': WRONG },
      line: `pass | not set | drift /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'whose backup wins',
      files: { 'a.yaml': pod(''), 'a.yaml.bak': WRONG },
      line: `pass | not set | stray-manifest /${MANIFESTS}/a.yaml.bak:6 | drift /${MANIFESTS}/a.yaml.bak:6`,
    },
    {
      why: 'whose leftover comes back when it is gone',
      files: { '#a.yaml#': WRONG, 'a.yaml': pod('') },
      line: `pass | not set | stray-manifest /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'beside what a kubelet does not read',
      files: { 'a.yaml': pod(''), '.a.yaml.swp': WRONG, 'old/a.yaml': WRONG },
      line: 'pass | not set',
    },
    {
      why: 'of which only the first document counts',
      files: { 'a.yaml': `${pod('')}---\n${WRONG}` },
      line: 'pass | not set',
    },
    {
      why: 'through a link',
      files: { 'a.yaml': '->/srv/a.yaml', '../../../srv/a.yaml': WRONG },
      line: `pass | not set | drift /${MANIFESTS}/a.yaml:6`,
    },
    {
      why: 'that is not a list',
      files: { 'a.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${WRONG.replaceAll('\n', '\n  ')}\n` },
      line: 'pass | not set',
    },
    {
      why: 'beside another API server, distinguished by its arguments',
      files: {
        'a.yaml': pod('', 'other'),
        'z.yaml': pod(', --z, --kubelet-https=0'),
        'zz.yaml': pod('', 'third'),
      },
      line: `pass | not set | drift /${MANIFESTS}/z.yaml:6`,
    },
    {
      why: 'whose file is broken',
      files: { 'a.yaml': `${WRONG}  x: [\n` },
      line: 'pass | not set | drift',
    },
  ])('$why', async ({ files, line }) => {
    const own = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`${MANIFESTS}/${name}`, text ?? '']),
    );
    expect(await linesOf([server], own)).toEqual([line]);
  });

  test.each([
    { cmdline: ['kubelet', '--pod-manifest-path=/m'], files: {}, why: 'by a flag' },
    {
      cmdline: ['kubelet', '--config', '/c.yaml'],
      files: { 'c.yaml': 'staticPodPath: /m\n' },
      why: 'by its configuration',
    },
    {
      cmdline: ['kubelet', '--config=/c.yaml', '--config-dir=/d'],
      files: {
        'c.yaml': 'staticPodPath: /n\n',
        'd/1.conf': 'staticPodPath: /m\n',
        'd/2.yaml': 'staticPodPath: /n\n',
      },
      why: 'by a drop-in of it',
    },
    {
      cmdline: ['kubelet', '--pod-manifest-path', '/m', '--config=/c.yaml'],
      files: { 'c.yaml': 'staticPodPath: /n\n' },
      why: 'by a flag before its configuration',
    },
  ])('is where the kubelet reads it: $why', async ({ cmdline, files }) => {
    const processes = [server, { pid: 7, cmdline, uid: 0 }];
    const tree = { 'm/a.yaml': WRONG, [`${MANIFESTS}/a.yaml`]: pod(', --kubelet-https=0'), ...files };
    expect(await linesOf(processes, tree as unknown as TreeFiles)).toEqual([
      'pass | not set | drift /m/a.yaml:6',
    ]);
  });

  test.each([
    { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/home/u'], uid: 1000 },
    { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/home/u'], uid: 0, exe: '/usr/bin/su' },
  ])('is not where the process of a user says: $exe', async (kubelet) => {
    const tree = { 'home/u/a.yaml': pod(''), [`${MANIFESTS}/a.yaml`]: WRONG };
    expect(await linesOf([server, kubelet], tree)).toEqual([`pass | not set | drift /${MANIFESTS}/a.yaml:6`]);
  });

  test.each([
    {
      files: { 'etc/kubelet.yaml': 'staticPodPath: sp\n', 'etc/sp/a.yaml': WRONG },
      path: '/etc/sp/a.yaml',
      why: 'a relative path',
    },
    {
      files: { 'etc/kubelet.yaml': 'staticPodPath: /one.yaml\n', 'one.yaml': WRONG },
      path: '/one.yaml',
      why: 'one file',
    },
  ])('is where the kubelet reads it, be it $why', async ({ files, path }) => {
    const kubelet = {
      pid: 7,
      cmdline: ['kubelet', '--config=/etc/kubelet.yaml'],
      uid: 0,
      exe: '/usr/bin/kubelet',
    };
    expect(await linesOf([server, kubelet], files as unknown as TreeFiles)).toEqual([
      `pass | not set | drift ${path}:6`,
    ]);
  });

  test('is not what a planted file of minikube says on another host', async () => {
    const planted =
      'apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\napiServer: {extraArgs: {kubelet-https: "false"}}\n';
    const files = { [`${MANIFESTS}/a.yaml`]: pod(''), 'var/tmp/minikube/kubeadm.yaml': planted };
    expect(await linesOf([server], files)).toEqual(['pass | not set']);
    const minikube = {
      ...server,
      cmdline: [...(server.cmdline as string[]), '--tls-cert-file=/var/lib/minikube/certs/a'],
    };
    expect(await linesOf([minikube], files)).toEqual([
      'pass | not set | drift /var/tmp/minikube/kubeadm.yaml:3',
    ]);
  });

  test.each([
    { name: Buffer.from('z\xff', 'latin1'), text: WRONG, shown: 'z\\xff:6', why: 'a name that is not UTF-8' },
    { name: 'notes.txt', text: WRONG, shown: 'notes.txt:6', why: 'the ending of a text' },
    {
      name: 'z.yaml',
      text: WRONG.replaceAll('kube-apiserver', '"\\x6bube-api\\u0073erver"').replace('etcd', '\\x65tcd'),
      shown: 'z.yaml:6',
      why: 'no word as it is',
    },
  ])('is read whatever its file is like: $why', async ({ name, text, shown }) => {
    const root = hostTree([init, server]);
    mkdirSync(join(root, MANIFESTS), { recursive: true });
    writeFileSync(Buffer.concat([Buffer.from(join(root, MANIFESTS, '/')), Buffer.from(name)]), text);
    const { findings } = await auditRoot(root);
    expect(findings.map(lineOf)).toEqual([`pass | not set | drift /${MANIFESTS}/${shown}`]);
  });

  test('of RKE2 may have leftovers as well', async () => {
    const directory = 'var/lib/rancher/rke2/agent/pod-manifests';
    expect(
      await linesOf([server], { [`${directory}/a.yaml`]: pod(''), [`${directory}/a.yaml~`]: pod('') }),
    ).toEqual([`pass | not set | stray-manifest /${directory}/a.yaml~:6`]);
  });

  test('is none that another cluster has sent', async () => {
    const uid = '761ba443-a9d6-4fb7-a0a4-3529d7aa586b';
    const tree = { [`${MANIFESTS}/a.yaml`]: WRONG, 'proc/42/cgroup': `0::/kubepods/pod${uid}/${ID}\n` };
    expect(await linesOf([server], tree)).toEqual([
      'fail | --kubelet-https=false | not-running',
      'pass | not set',
    ]);
  });
});
