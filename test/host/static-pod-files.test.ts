import { describe, expect, test } from 'vitest';
import { auditTree, lineOf, type TreeFiles } from '../support/audit-tree.ts';
import { ID, init, linesOf, MANIFESTS, pod, server, WRONG } from '../support/example-host.ts';
import type { TreeProcess } from '../support/host-tree.ts';

function kubelet(pid: number, ...args: readonly string[]): TreeProcess {
  return { pid, cmdline: ['kubelet', ...args], uid: 0, exe: '/usr/bin/kubelet' };
}

/** What an audit says where no API server runs: a place each. */
async function placesOf(processes: readonly TreeProcess[], files: TreeFiles) {
  const { findings, problems, status } = await auditTree([init, ...processes], files);
  const places = findings.map(({ origin }) =>
    origin.kind === 'file' ? `${origin.path}:${origin.line}` : '',
  );
  return { places, problems: problems.map(({ path, message }) => `${path}: ${message}`), status };
}

test('a kubelet in a pod says nothing about the static pods of its host', async () => {
  const evil = { pid: 7, cmdline: ['kubelet', '--pod-manifest-path=/evil'], uid: 0, exe: '/kubelet' };
  const files = {
    'proc/7/cgroup': `0::/kubepods/pod761ba443-a9d6-4fb7-a0a4-3529d7aa586b/${ID}\n`,
    'evil/a.yaml': pod(', --z'),
    [`${MANIFESTS}/a.yaml`]: WRONG,
  };
  expect(await linesOf([server, evil], files)).toEqual([`pass | not set | drift /${MANIFESTS}/a.yaml:6`]);
});

describe('the directory of static pods', () => {
  const DIRECTORY = `/${MANIFESTS}`;
  const files = { [`${MANIFESTS}/a.yaml`]: WRONG };

  test.each([
    { args: [[`--pod-manifest-path=${DIRECTORY}/`]], why: 'a slash at its end' },
    { args: [[`--pod-manifest-path=${DIRECTORY}//`]], why: 'two slashes at its end' },
    { args: [['--pod-manifest-path=/etc//kubernetes/./manifests']], why: 'slashes and dots within' },
    {
      args: [[`--pod-manifest-path=${DIRECTORY}`], [`--pod-manifest-path=${DIRECTORY}/`]],
      why: 'two kubelets that spell it in two ways',
    },
    { args: [[`--pod-manifest-path=${DIRECTORY}`], ['--pod-manifest-path=/link']], why: 'a link to it' },
    { args: [['--config=/etc/kubelet.yaml']], why: 'a configuration with a path relative to itself' },
  ])('is shown once and without them: $why', async ({ args }) => {
    const kubelets = args.map((each, index) => kubelet(20 + index, ...each));
    const more = { link: `->${DIRECTORY}`, 'etc/kubelet.yaml': 'staticPodPath: kubernetes//manifests/\n' };
    expect((await placesOf(kubelets, { ...files, ...more })).places).toEqual([`${DIRECTORY}/a.yaml:6`]);
  });

  test.each(['--pod-manifest-path', '--config', '--config-dir'])(
    'is not known where the path of %s is relative and the working directory is not known',
    async (flag) => {
      const { places, problems, status } = await placesOf([kubelet(20, flag, 'etc/x')], files);
      expect(places).toEqual([]);
      expect(problems).toEqual([
        `etc/x: ${flag} of the kubelet has this relative path, and its working directory is not known`,
      ]);
      expect(status).toBe('unknown');
    },
  );
});

test('the static pods of a kubelet whose configuration is not shown, as to a container, cannot be read', async () => {
  const files = { [`${MANIFESTS}/a.yaml`]: WRONG };
  const { findings } = await auditTree([init, server, kubelet(20, '--config=/var/lib/k.yaml')], files);
  expect(findings.map(({ status, warnings }) => [status, warnings.map(({ code }) => code)])).toEqual([
    ['pass', ['cannot-read']],
  ]);
  expect(findings[0]?.warnings[0]?.message).toContain(
    '/var/lib/k.yaml: the kubelet that runs has read it, and it is not there.',
  );
});

describe('where no kubelet runs, the static pods are', () => {
  const ELSEWHERE = { 'opt/pods/a.yaml': WRONG };
  const CONFIG = 'var/lib/kubelet/config.yaml';
  const SERVICE = 'etc/systemd/system/kubelet.service';
  const exec = (flags: string) => `[Service]\nExecStart=/usr/bin/kubelet ${flags}\n`;

  test.each<{ why: string; files: TreeFiles }>([
    { why: 'the configuration that kubeadm writes', files: { [CONFIG]: 'staticPodPath: /opt/pods\n' } },
    { why: 'a flag of the unit', files: { [SERVICE]: exec('--pod-manifest-path=/opt/pods/') } },
    {
      why: 'a configuration that the unit names, not another one',
      files: {
        [SERVICE]: exec('--config=/etc/k.yaml'),
        'etc/k.yaml': 'staticPodPath: /opt/pods\n',
        [CONFIG]: 'staticPodPath: /opt/other\n',
        'opt/other/a.yaml': WRONG,
      },
    },
    {
      why: 'a variable of a drop-in, as kubeadm has it',
      files: {
        'usr/lib/systemd/system/kubelet.service': '[Service]\nExecStart=/usr/bin/kubelet\n',
        [`${SERVICE}.d/10-kubeadm.conf`]:
          '[Service]\nEnvironment="ARGS=--config=/etc/k.yaml"\nExecStart=\nExecStart=/usr/bin/kubelet $ARGS\n',
        'etc/k.yaml': 'staticPodPath: /opt/pods\n',
      },
    },
    {
      why: 'the configuration of kubeadm where the unit says nothing',
      files: { [SERVICE]: exec('--v=2'), [CONFIG]: 'staticPodPath: /opt/pods\n' },
    },
  ])('said by $why', async ({ files }) => {
    const usual = { [`${MANIFESTS}/b.yaml`]: pod('') };
    const { places, status } = await placesOf([], { ...usual, ...files, ...ELSEWHERE });
    expect({ places, status }).toEqual({ places: ['/opt/pods/a.yaml:6'], status: 'fail' });
  });

  test('known though another file of its unit is broken', async () => {
    const files = {
      [SERVICE]: exec('--pod-manifest-path=/opt/pods $ARGS').replace(
        'Exec',
        'EnvironmentFile=/etc/args\nExec',
      ),
      'etc/args/x': '',
    };
    const { places, problems } = await placesOf([], { ...files, ...ELSEWHERE });
    expect(places).toEqual(['/opt/pods/a.yaml:6']);
    expect(problems).toEqual(['/etc/args: cannot be read: not a regular file']);
  });

  test('compared with the server that still runs', async () => {
    const files = { [CONFIG]: 'staticPodPath: /opt/pods\n', ...ELSEWHERE };
    const { findings } = await auditTree([init, server], files);
    expect(findings.map(lineOf)).toEqual(['pass | not set | drift /opt/pods/a.yaml:6']);
  });

  test('where they usually are if nothing says so', async () => {
    const { places } = await placesOf([], { [SERVICE]: exec('--v=2'), [`${MANIFESTS}/a.yaml`]: WRONG });
    expect(places).toEqual([`/${MANIFESTS}/a.yaml:6`]);
  });

  test('not read from the files of a kubelet that does not run while another does', async () => {
    const files = { [CONFIG]: 'staticPodPath: /opt/pods\n', ...ELSEWHERE, 'm/a.yaml': WRONG };
    const { places } = await placesOf([kubelet(20, '--pod-manifest-path=/m')], files);
    expect(places).toEqual(['/m/a.yaml:6']);
  });

  test('unknown where the configuration is broken', async () => {
    const { places, status } = await placesOf([], { [CONFIG]: 'a: [', [`${MANIFESTS}/a.yaml`]: WRONG });
    expect({ places, status }).toEqual({ places: [], status: 'unknown' });
  });

  test('nowhere on a worker', async () => {
    const { status } = await placesOf([], { [CONFIG]: `staticPodPath: /${MANIFESTS}\n` });
    expect(status).toBe('notapplicable');
  });
});
