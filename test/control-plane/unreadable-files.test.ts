import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AS_NOBODY, publicCopy } from '../support/as-nobody.ts';
import { temporaryDirectory } from '../support/host-tree.ts';
import { parseReport } from '../support/report-schema.ts';
import { REPOSITORY, runBin } from '../support/run-bin.ts';

const DIRECTORY = '/etc/kubernetes/manifests';
const MANIFEST = `${DIRECTORY}/kube-apiserver.yaml`;
const CONFIG = '/var/lib/kubelet/config.yaml';

/** Runs a shell script where process 1 sees the same files. */
const OWN_HOST = ['env', 'NODE_OF_TESTS=sh', join(REPOSITORY, 'test/support/own-namespaces.sh'), '-c'];

interface Host {
  /** How the kubelet is started that runs there; without one, none runs. */
  readonly kubelet?: string;
  /** Modes of files and directories that are made, by their paths. */
  readonly modes: Readonly<Record<string, string>>;
}

/** A shell script that sets up a host in a mount namespace of its own, and then runs "$@" on it. */
function scriptFor({ kubelet, modes }: Host): string {
  const manifest = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-apiserver', namespace: 'kube-system' },
    spec: { containers: [{ command: ['kube-apiserver', '--etcd-servers=x'] }] },
  });
  return [
    'for d in /etc /var/lib /opt; do mount -t tmpfs -o mode=755 tmpfs $d || exit 99; done',
    `mkdir -p /etc/kubernetes /var/lib/kubelet && echo 'staticPodPath: ${DIRECTORY}' >${CONFIG}`,
    ...(MANIFEST in modes ? [`mkdir ${DIRECTORY} && echo '${manifest}' >${MANIFEST}`] : []),
    ...Object.entries(modes)
      .reverse()
      .map(([path, mode]) => `chmod ${mode} ${path}`),
    'cp "$(command -v dash || command -v sh)" /opt/kubelet',
    ...(kubelet === undefined
      ? []
      : [`/opt/kubelet -c 'sleep 60; :' ${kubelet} </dev/null >/dev/null 2>&1 & sleep 0.1`]),
    '"$@"; s=$?; kill $! 2>/dev/null; exit $s',
  ].join('\n');
}

async function auditOn(host: Host, through: readonly string[], bin?: string) {
  const result = await runBin(['-f', 'json', '--allow-missing'], {
    through: [...OWN_HOST, scriptFor(host), 'sh', ...through],
    ...(bin !== undefined && { bin }),
  });
  return { ...result, report: parseReport(result.stdout) };
}

const KUBELETS = [
  { kubelet: undefined },
  { kubelet: '--v=2' },
  { kubelet: `--pod-manifest-path=${DIRECTORY}` },
  { kubelet: `--config=${CONFIG}` },
];
const MODES = ['755', '700'].flatMap((parent) =>
  ['755', '700'].flatMap((directory) =>
    ['644', '600'].flatMap((manifest) =>
      ['644', '600'].map((config) => ({ parent, directory, manifest, config })),
    ),
  ),
);

describe('a control plane whose API server is down', () => {
  test.for(KUBELETS)(
    'is unknown to another user, whatever may be read: kubelet $kubelet',
    async ({ kubelet }) => {
      const bin = publicCopy();
      for (const { parent, directory, manifest, config } of MODES) {
        const modes = {
          '/etc/kubernetes': parent,
          [DIRECTORY]: directory,
          [MANIFEST]: manifest,
          [CONFIG]: config,
        };
        const host = { modes, ...(kubelet !== undefined && { kubelet }) };
        const { status, report } = await auditOn(host, AS_NOBODY, bin);
        expect({ modes, status, verdict: report.status }).toEqual({ modes, status: 2, verdict: 'unknown' });
        const isAllRead = [parent, directory].every((mode) => mode === '755') && manifest === '644';
        const isSeen = isAllRead && (kubelet === '--v=2' || (kubelet === undefined && config === '644'));
        const hint = isSeen ? expect.stringContaining('crictl ps -a') : 'Run as root.';
        expect(report.problems[0], JSON.stringify(modes)).toMatchObject({ hint });
      }
    },
  );

  test.for(KUBELETS)('fails to run, and root is told so: kubelet $kubelet', async ({ kubelet }) => {
    const modes = { '/etc/kubernetes': '700', [DIRECTORY]: '700', [MANIFEST]: '600', [CONFIG]: '600' };
    const { report } = await auditOn({ modes, ...(kubelet !== undefined && { kubelet }) }, []);
    expect(report.status).not.toBe('notapplicable');
    expect(JSON.stringify(report)).not.toContain('Run as root');
  });
});

describe('a worker', () => {
  test('has nothing to audit for root, and is unknown to another user', async () => {
    const host = { kubelet: `--config=${CONFIG}`, modes: { [CONFIG]: '600' } };
    expect(await auditOn(host, [])).toMatchObject({ status: 0, report: { status: 'notapplicable' } });
    const { status, report } = await auditOn(host, AS_NOBODY, publicCopy());
    expect(status).toBe(2);
    expect(report.problems).toMatchObject([{ path: CONFIG, hint: 'Run as root.' }]);
  });

  test('without a kubelet and its files has nothing to audit for any user', async () => {
    const { status } = await auditOn({ modes: {} }, AS_NOBODY, publicCopy());
    expect(status).toBe(0);
  });
});

describe('a /proc that hides who runs', () => {
  test('does not make an API server one that is not running', async () => {
    const script = `mount -t proc -o hidepid=2 proc /proc\n${scriptFor({ modes: { [MANIFEST]: '644' } })}`;
    const through = [...OWN_HOST, script, 'sh', ...AS_NOBODY];
    const { stdout } = await runBin(['-f', 'json'], { through, bin: publicCopy() });
    expect(parseReport(stdout).problems.at(-1)).toEqual({
      path: MANIFEST,
      message: 'this user cannot see whether its API server is running',
      hint: 'Run as root.',
    });
  });
});

test('a kubelet is seen in the output of ps as well', async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'pods'));
  writeFileSync(join(directory, 'pods', 'a.yaml'), 'kube-apiserver: [');
  const host = { kubelet: `--pod-manifest-path=${directory}/pods`, modes: {} };
  const { stdout } = await runBin(['-f', 'json', '--source', 'ps'], {
    through: [...OWN_HOST, scriptFor(host), 'sh'],
  });
  expect(parseReport(stdout).problems[0]?.path).toContain(`${directory}/pods/a.yaml`);
});
