import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/host-tree.ts';
import { REPOSITORY } from '../support/run-bin.ts';
import { runInProcess } from '../support/run-in-process.ts';

const HOSTS = join(REPOSITORY, 'test/fixtures/hosts');

/** What changes on a host: its files, what is said of them, and the status before and after `--write`. */
interface Row {
  readonly tree: string;
  readonly why: string;
  readonly changes?: readonly string[];
  readonly before: number;
  readonly after: number;
  readonly says: readonly (string | RegExp)[];
  /** What is said once the files are changed. */
  readonly saysAfter?: readonly (string | RegExp)[];
}

const RESTART = /still runs with the flag\. It is no longer in \S+( and \S+)?: \S+/;

const ROWS: readonly Row[] = [
  {
    tree: 'kubeadm/fail',
    why: 'the manifest is fixed, and its source is named',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.yaml'],
    before: 1,
    after: 0,
    says: ['ConfigMap kubeadm-config'],
    saysAfter: [RESTART],
  },
  {
    tree: 'kubeadm/drift',
    why: 'the running server passes, and its next start would not',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.yaml'],
    before: 1,
    after: 0,
    says: ['1 file has to change'],
    saysAfter: ['Nothing to change.'],
  },
  {
    tree: 'kubeadm/static-pod-path',
    why: 'the kubelet has its manifests elsewhere',
    changes: ['/opt/manifests/kube-apiserver.yaml'],
    before: 1,
    after: 0,
    says: ['/opt/manifests/kube-apiserver.yaml'],
  },
  {
    tree: 'kubeadm/stray',
    why: 'the file that counts is fixed, even if it looks like a leftover, and that is said',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.yaml.bak'],
    before: 1,
    after: 0,
    says: [
      /The kubelet uses \S+\.yaml\.bak\. \S+kube-apiserver\.yaml describes the same pod\. The kubelet ignores it while that file is there, so it is left unchanged\. To remove /,
    ],
  },
  {
    tree: 'kubeadm/crowded',
    why: 'the manifest of the host is fixed, and that of a cluster in a container is left to be fixed there',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.yaml'],
    before: 1,
    after: 1,
    says: ['in container 0b27c158feb3, where the kubelet of its cluster runs'],
  },
  {
    tree: 'kops/fail',
    why: 'go-runner starts the server',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.manifest'],
    before: 1,
    after: 0,
    says: ['spec.kubeAPIServer of the kops cluster'],
  },
  {
    tree: 'gce/fail',
    why: 'the command is in a string of JSON',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.manifest'],
    before: 1,
    after: 0,
    says: ['kube-env metadata'],
  },
  {
    tree: 'k3s/fail',
    why: 'the arguments are in the configuration',
    changes: ['/etc/rancher/k3s/config.yaml'],
    before: 1,
    after: 0,
    says: ['Then run "systemctl daemon-reload" and "systemctl restart k3s.service".'],
  },
  {
    tree: 'k3s/fail-unit',
    why: 'the arguments are in a drop-in of the unit, and =true is in the configuration',
    changes: ['/etc/rancher/k3s/config.yaml', '/etc/systemd/system/k3s.service.d/10.conf'],
    before: 1,
    after: 0,
    says: ['2 files have to change'],
  },
  {
    tree: 'k3s/unknown',
    why: 'the arguments are not on this host',
    before: 2,
    after: 2,
    says: ['not everything could be checked'],
  },
  {
    tree: 'rke2/fail',
    why: 'the manifest is written again from the configuration, which is fixed',
    changes: ['/etc/rancher/rke2/config.yaml'],
    before: 1,
    after: 0,
    says: ['restart rke2-server, which writes its manifest again'],
    saysAfter: [/pod-manifests\/kube-apiserver.yaml still has the flag: restart rke2-server/],
  },
  {
    tree: 'rke2/drift',
    why: 'the next start would write the flag into the manifest',
    changes: ['/etc/rancher/rke2/config.yaml.d/90-x.yaml'],
    before: 1,
    after: 0,
    says: ['restart rke2-server'],
  },
  {
    tree: 'k0s/fail',
    why: 'k0s has its own configuration',
    changes: ['/etc/k0s/k0s.yaml'],
    before: 1,
    after: 0,
    says: ['Then restart k0scontroller.service.'],
  },
  {
    tree: 'microk8s/fail',
    why: 'kubelite reads an argument file',
    changes: ['/var/snap/microk8s/2074/args/kube-apiserver'],
    before: 1,
    after: 0,
    says: ['microk8s stop'],
  },
  {
    tree: 'microk8s-old/fail',
    why: 'the argument file is reached by a link',
    changes: ['/var/snap/microk8s/current/args/kube-apiserver'],
    before: 1,
    after: 0,
    says: ['microk8s stop'],
  },
  {
    tree: 'charmed/fail',
    why: 'the charm writes the argument file',
    changes: ['/var/snap/kube-apiserver/current/args'],
    before: 1,
    after: 0,
    says: ['api-extra-args'],
    saysAfter: [RESTART],
  },
  {
    tree: 'charmed/pass',
    why: '=true is removed as well: it would stop 1.22',
    changes: ['/var/snap/kube-apiserver/current/args'],
    before: 1,
    after: 0,
    says: ['1 file has to change', 'It already passes, but Kubernetes 1.22'],
    saysAfter: [RESTART],
  },
  {
    tree: 'openshift3/fail',
    why: 'the master configuration is edited by people',
    changes: ['/etc/origin/master/master-config.yaml'],
    before: 1,
    after: 0,
    says: ['master-restart api'],
  },
  {
    tree: 'openshift4/fail',
    why: 'an operator owns the file',
    before: 1,
    after: 1,
    says: ['By hand', 'oc edit kubeapiserver cluster'],
  },
  {
    tree: 'talos/fail',
    why: 'Talos owns its files',
    before: 1,
    after: 1,
    says: ['By hand', 'talosctl edit'],
  },
  { tree: 'rke1/fail', why: 'the file is elsewhere', before: 1, after: 1, says: ['By hand', 'rke up'] },
  {
    tree: 'kamaji/fail',
    why: 'the pod comes from another cluster',
    before: 1,
    after: 1,
    says: ['By hand', 'management cluster'],
  },
  {
    tree: 'systemd/fail',
    why: 'the flag is in a variable of an environment file',
    changes: ['/etc/kubernetes/apiserver'],
    before: 1,
    after: 0,
    says: ['"systemctl daemon-reload"'],
    saysAfter: [RESTART],
  },
  {
    tree: 'systemd/drift',
    why: 'a drop-in sets a variable',
    changes: ['/etc/systemd/system/kube-apiserver.service.d/override.conf'],
    before: 1,
    after: 0,
    says: ['1 file has to change'],
  },
  {
    tree: 'image/fail',
    why: 'nothing runs there that would have to restart',
    changes: ['/etc/kubernetes/manifests/kube-apiserver.yaml', '/etc/kubernetes/apiserver'],
    before: 1,
    after: 0,
    says: ['2 files have to change'],
    saysAfter: [/^Nothing to change\.\s*$/],
  },
  {
    tree: 'worker/none',
    why: 'there is no API server',
    before: 3,
    after: 3,
    says: ['No API server was found.'],
  },
];

/** One line, whatever was wrapped. */
function words(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function filesBelow(root: string): ReadonlyMap<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(root.length), readFileSync(path, 'latin1')]));
}

function copyOf(tree: string): string {
  const root = join(temporaryDirectory(), 'host');
  cpSync(join(HOSTS, tree), root, { recursive: true, verbatimSymlinks: true });
  return root;
}

function changedPaths(diff: string): string[] {
  return [...diff.matchAll(/^--- a(\/.*)$/gm)].map((match) => match[1] ?? '');
}

describe('fix on a host', () => {
  test.each(ROWS)('$tree: $why', async (row) => {
    const root = copyOf(row.tree);
    const shown = await runInProcess(['fix', '--root', root]);
    expect(shown.status).toBe(row.before);
    expect(changedPaths(shown.stdout)).toEqual(row.changes ?? []);
    for (const text of row.says) expect(words(shown.stderr)).toMatch(text);
    expect(filesBelow(root)).toEqual(filesBelow(join(HOSTS, row.tree)));

    const written = await runInProcess([
      'fix',
      '--root',
      root,
      '--write',
      '--pause=0',
      '--backup-dir',
      temporaryDirectory(),
    ]);
    expect(written.status).toBe(row.after);
    expect(written.stdout.startsWith(shown.stdout)).toBe(true);
    const before = filesBelow(join(HOSTS, row.tree));
    const changed = [...filesBelow(root)].filter(([path, text]) => text !== before.get(path));
    const expected = (row.changes ?? []).map((path) => realpathSync(join(root, path)).slice(root.length));
    expect(changed.map(([path]) => path).sort()).toEqual(expected.sort());

    const again = await runInProcess(['fix', '--root', root]);
    expect({ stdout: again.stdout, status: again.status }).toEqual({ stdout: '', status: row.after });
    for (const text of row.saysAfter ?? []) expect(words(again.stderr)).toMatch(text);
  });

  test('changes the file of the host where a link of the host leads, and none outside of it', async () => {
    const root = copyOf('kubeadm/fail');
    const outside = join(temporaryDirectory(), 'kubernetes');
    cpSync(join(root, 'etc/kubernetes'), outside, { recursive: true });
    mkdirSync(dirname(join(root, outside)), { recursive: true });
    renameSync(join(root, 'etc/kubernetes'), join(root, outside));
    symlinkSync(outside, join(root, 'etc/kubernetes'));
    const manifest = 'manifests/kube-apiserver.yaml';
    const before = readFileSync(join(outside, manifest), 'utf8');
    const { status } = await runInProcess([
      'fix',
      '--root',
      root,
      '--write',
      '--backup-dir',
      temporaryDirectory(),
    ]);
    expect(status).toBe(0);
    expect(readFileSync(join(outside, manifest), 'utf8')).toBe(before);
    expect(readFileSync(join(root, outside, manifest), 'utf8')).not.toContain('kubelet-https');
  });

  describe('a manifest that the kubelet ignores', () => {
    const MANIFEST = '/etc/kubernetes/manifests/kube-apiserver.yaml';
    const withFlag = (text: string) =>
      text.replace(/^( *)- kube-apiserver\n/m, '$&$1- --kubelet-https=false\n');

    test('is left as it is: a change would make the kubelet start it for a while', async () => {
      const root = copyOf('kubeadm/stray');
      const [ignored, winner] = [join(root, MANIFEST), join(root, `${MANIFEST}.bak`)];
      writeFileSync(ignored, withFlag(readFileSync(ignored, 'utf8')));
      const { stdout, stderr } = await runInProcess(['fix', '--root', root]);
      expect(changedPaths(stdout)).toEqual([`${MANIFEST}.bak`]);
      expect(words(stderr)).toContain(
        `${MANIFEST} describes the same pod. The kubelet ignores it while that file is there`,
      );

      writeFileSync(winner, readFileSync(winner, 'utf8').replace(/^ *- --kubelet-https.*\n/m, ''));
      const again = await runInProcess(['fix', '--root', root]);
      expect(again).toMatchObject({ status: 0, stdout: '' });
      expect(words(again.stderr)).toContain(
        `${MANIFEST} describes the same pod. The kubelet ignores it while that file is there`,
      );
    });

    test('is changed as well where no kubelet runs: it counts once the other is gone', async () => {
      const root = copyOf('kubeadm/stray');
      const ignored = join(root, MANIFEST);
      writeFileSync(ignored, withFlag(readFileSync(ignored, 'utf8')));
      rmSync(join(root, 'proc/870'), { recursive: true });
      const { stdout, stderr } = await runInProcess(['fix', '--root', root]);
      expect(changedPaths(stdout).sort()).toEqual([MANIFEST, `${MANIFEST}.bak`]);
      expect(words(stderr)).toContain(
        'describes the same pod: move what is not needed out of that directory.',
      );
      expect(words(stderr)).toContain(
        'Then start the kubelet, which restarts the API server by itself if its manifest has changed; leave its container running until then.',
      );
    });
  });

  test('a server that fails is named beside what could not be read of it', async () => {
    const root = copyOf('kubeadm/fail');
    writeFileSync(join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml'), 'kube-apiserver: [');
    const { status, stderr } = await runInProcess(['fix', '--root', root]);
    expect(status).toBe(1);
    expect(words(stderr)).toMatch(/By hand kube-apiserver pid 1577 .*--kubelet-https=false \(argument 12\)/);
    expect(words(stderr)).toContain('Unknown /etc/kubernetes/manifests/kube-apiserver.yaml:1:');
  });

  test('a backup goes onto that host, and is restored by a command for it', async () => {
    const root = copyOf('kubeadm/fail');
    // As on a host whose /var is elsewhere.
    renameSync(join(root, 'var'), join(root, 'data'));
    symlinkSync('/data', join(root, 'var'));
    const manifest = join(root, 'etc/kubernetes/manifests/kube-apiserver.yaml');
    const before = readFileSync(manifest, 'utf8');
    const { status, stdout } = await runInProcess(['fix', '--root', root, '--write']);
    expect(status).toBe(0);
    const directory = '/data/backups/kubelet-https-audit';
    const [name = ''] = readdirSync(join(root, directory));
    expect(name).toMatch(/^etc_kubernetes_manifests_kube-apiserver\.yaml\.\d/);
    expect(readFileSync(join(root, directory, name), 'utf8')).toBe(before);
    expect(stdout).toContain(
      `Changed  /etc/kubernetes/manifests/kube-apiserver.yaml\nBackup   ${directory}/${name}\nRestore  with this command on that host:\ncp -aT ${directory}/${name} /etc/`,
    );
    expect(stdout).not.toContain(root);
  });

  test.each([
    { why: 'a link out of the host', link: '/elsewhere', says: '/var/backups is a link to nothing' },
    {
      why: 'a relative link out of the host',
      link: '../../../elsewhere',
      says: '/var/backups is a link to nothing',
    },
    { why: 'a loop', link: 'backups', says: 'too many symbolic links' },
  ])('no backup follows $why, and nothing is changed', async ({ link, says }) => {
    const root = copyOf('kubeadm/fail');
    mkdirSync(join(dirname(root), 'elsewhere'));
    const target = link.startsWith('/') ? join(dirname(root), link) : link;
    symlinkSync(target, join(root, 'var/backups'));
    const before = filesBelow(root);
    const { status, stderr } = await runInProcess(['fix', '--root', root, '--write']);
    expect(status).toBe(2);
    expect(words(stderr)).toContain(`${says}; the file was not changed`);
    expect(filesBelow(root)).toEqual(before);
    expect(readdirSync(join(dirname(root), 'elsewhere'))).toEqual([]);
  });

  const others = readdirSync(HOSTS)
    .flatMap((installation) =>
      readdirSync(join(HOSTS, installation)).map((name) => `${installation}/${name}`),
    )
    .filter((tree) => !ROWS.some((row) => row.tree === tree) && tree !== 'gce/pass');

  test.each(others)('%s needs no change', async (tree) => {
    expect(tree).toMatch(/\/pass$/);
    expect(await runInProcess(['fix', '--root', join(HOSTS, tree)])).toEqual({
      status: 0,
      stdout: '',
      stderr: 'Nothing to change.\n',
    });
  });
});
