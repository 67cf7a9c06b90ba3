import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { detectAll } from '../../src/detection/detect.ts';
import { addHostFiles } from '../../src/host/add-host-files.ts';
import { hostFilesOf } from '../../src/host/host-files.ts';
import { k3sArguments } from '../../src/host/k3s-arguments.ts';
import type { Scan } from '../../src/model/discovery.ts';
import { AUDIT_OPTIONS, auditTree, type TreeFiles, writeTree } from '../support/audit-tree.ts';
import { ID, init, MANIFESTS, pod, server } from '../support/example-host.ts';
import { hostTree } from '../support/host-tree.ts';

const STATIC_POD = `0::/kubepods/podd638bb69897936db0ff75be87e44622c/${ID}\n`;
const SERVICE = '0::/system.slice/kube-apiserver.service\n';
const UNIT = 'etc/systemd/system/kube-apiserver.service';
const MANIFEST = `${MANIFESTS}/kube-apiserver.yaml`;
const failing = { ...server, cmdline: ['kube-apiserver', '--kubelet-https=false'] };

describe('what was not seen is not said to be absent', () => {
  test.each<{ why: string; files: TreeFiles; says: string }>([
    {
      why: 'no manifest, which may be where nobody looked',
      files: { 'proc/42/cgroup': STATIC_POD },
      says: 'the API server pod specification file that its kubelet read (it was not found)',
    },
    {
      why: 'a manifest that cannot be read',
      files: { 'proc/42/cgroup': STATIC_POD, [MANIFEST]: 'kube-apiserver: [' },
      says: 'that its kubelet read (it was not found, or cannot be read)',
    },
    {
      why: 'a unit file that cannot be read',
      files: { 'proc/42/cgroup': SERVICE, [UNIT]: '->kube-apiserver.service' },
      says: 'Edit the unit file of kube-apiserver.service (it cannot be read)',
    },
    {
      why: 'no unit file',
      files: { 'proc/42/cgroup': SERVICE },
      says: 'whatever starts kube-apiserver.service (it has no unit file)',
    },
  ])('$why', async ({ files, says }) => {
    const { findings } = await auditTree([init, failing], files);
    expect(findings[0]?.remediation).toContain(says);
  });

  test('a manifest that cannot be read is the reason, and not that none was found', async () => {
    const files = { 'proc/42/cgroup': STATIC_POD, [MANIFEST]: 'kube-apiserver: [' };
    const { findings } = await auditTree([init, server], files);
    expect(findings[0]?.warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(`after a restart: /${MANIFEST}:1:`),
    ]);
  });

  test('a directory of manifests that cannot be reached is a problem', async () => {
    const { status, problems } = await auditTree([init], { 'etc/kubernetes': '->kubernetes' });
    expect({ status, problems }).toMatchObject({ status: 'unknown', problems: [{ path: `/${MANIFESTS}` }] });
  });

  test('what started k3s, where its cgroup cannot be read', () => {
    const host = { ...hostFilesOf(hostTree([init]), []), proc: '/none' };
    const resolved = k3sArguments({ kind: 'process', pid: 9, uid: 0, executable: null }, host);
    expect(resolved).toMatchObject({
      hidden: { reason: 'k3s hides its command line, and what started it cannot be seen' },
    });
  });
});

describe('a manifest whose server is not among the processes', () => {
  const unseen = { path: '/proc', message: 'hides', hint: 'Run as root.' };
  const LOOK = 'Check "crictl ps -a" and the log of the kubelet.';

  test.each<{ why: string; scan: Partial<Scan>; passing: string; failing: string; hint: string }>([
    {
      why: 'that are all to be seen',
      scan: {},
      passing: 'its API server is not running',
      failing: `It is not running. ${LOOK}`,
      hint: LOOK,
    },
    {
      why: 'of which some are hidden',
      scan: { problems: [unseen] },
      passing: 'this user cannot see whether its API server is running',
      failing: 'This user cannot see whether it is running. Run as root.',
      hint: 'Run as root.',
    },
    {
      why: 'of a container',
      scan: { blindSpot: unseen },
      passing: 'its API server is not running in this container',
      failing: `It is not running in this container. ${LOOK}`,
      hint: LOOK,
    },
  ])('$why', async ({ scan, passing, failing: warning, hint }) => {
    const root = hostTree([init]);
    writeTree(root, { [MANIFEST]: pod(''), [`${MANIFESTS}/z.yaml`]: pod(', --kubelet-https=false', 'z') });
    const found: Scan = { source: 'procfs', processes: 1, invocations: [], problems: [], ...scan };
    const discovery = await addHostFiles(detectAll(found), hostFilesOf(root, []));
    const { problems, findings } = audit(discovery, AUDIT_OPTIONS);
    expect(problems).toContainEqual({ path: `/${MANIFEST}`, message: passing, hint });
    expect(findings[0]?.warnings).toContainEqual({ code: 'not-running', message: warning });
  });
});

describe('a manifest that passes and does not run', () => {
  const image = (version: string) => `\n    image: k8s.gcr.io/kube-apiserver:v${version}`;
  const manifest = (args: string, version: string) => pod(args).replace(']\n', `]${image(version)}\n`);
  const LOOK = 'Check "crictl ps -a" and the log of the kubelet.';

  test.each<{ why: string; files: TreeFiles; message: string; hint: readonly string[] }>([
    {
      why: 'refused for what follows the flag',
      files: { [MANIFEST]: manifest(', --kubelet-https, "false"', '1.20.2') },
      message:
        'its API server is not running: --kubelet-https (argument 2) keeps kube-apiserver from starting: ' +
        '"false" after it is not its value',
      hint: ['"false" (argument 3) is not the value of --kubelet-https', 'refuse to start with it.'],
    },
    {
      why: 'refused for another argument',
      files: { [MANIFEST]: manifest(', x', '1.20.2') },
      message: 'its API server is not running',
      hint: ['Argument 2 is not a flag: Kubernetes 1.19 and later refuse to start like this.', LOOK],
    },
    {
      why: 'in the place of another that would fail',
      files: { [MANIFEST]: pod(', --kubelet-https=false'), [`${MANIFEST}.bak`]: pod('') },
      message: 'its API server is not running',
      hint: ['kube-apiserver.yaml (fail) and kube-apiserver.yaml.bak (pass) describe the same pod.', LOOK],
    },
  ])('says what is known: $why', async ({ files, message, hint }) => {
    const { problems } = await auditTree([init], files);
    expect(problems).toMatchObject([{ message }]);
    for (const words of hint) expect(problems[0]?.hint).toContain(words);
    expect(problems[0]?.hint.includes(LOOK)).toBe(hint.includes(LOOK));
  });
});

test('three files for one pod are listed as a sentence', async () => {
  const files = { [MANIFEST]: pod(''), [`${MANIFEST}.1`]: pod(''), [`${MANIFEST}.2`]: pod('') };
  const { problems } = await auditTree([init], files);
  expect(problems[0]?.hint).toMatch(
    /^kube-apiserver\.yaml \(pass\), kube-apiserver\.yaml\.1 \(pass\) and kube-apiserver\.yaml\.2 \(pass\) describe the same pod\. /,
  );
});
