import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { PriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { manifestsIn, manifestsOf, OVERLAYS, podOf, whyNoKubectl } from '../support/manifests.ts';
import type { JsonReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const MODELS: Readonly<Record<string, readonly [new (manifest: never) => { validate(): void }, string]>> = {
  CronJob: [CronJob, 'batch/v1'],
  DaemonSet: [DaemonSet, 'apps/v1'],
  NetworkPolicy: [NetworkPolicy, 'networking.k8s.io/v1'],
  PriorityClass: [PriorityClass, 'scheduling.k8s.io/v1'],
  Namespace: [Namespace, 'v1'],
  RoleBinding: [RoleBinding, 'rbac.authorization.k8s.io/v1'],
};

/** What a pod shows of the host besides what the name of its directory stands for. */
const VOLUMES: Readonly<Record<string, readonly string[]>> = {
  base: ['/proc', '/etc', '/usr'],
  kubeadm: ['/proc', '/etc', '/usr', '/var/lib/kubelet/config.yaml'],
  rke2: ['/proc', '/etc', '/usr', '/var/lib/rancher/rke2/agent/pod-manifests'],
};

const why = whyNoKubectl();

beforeEach(({ skip }) => skip(why !== undefined, why));

/** The schemas of Kubernetes do not mind unknown fields, but the types made of them do. */
function unknownFieldsOf(manifests: readonly JsonReport[]): string[] {
  const build = join(REPOSITORY, 'build');
  mkdirSync(build, { recursive: true });
  const directory = mkdtempSync(join(build, 'manifests-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const lines = manifests.map((manifest, index) => {
    const type = `import('kubernetes-models/${MODELS[manifest.kind]?.[1]}/${manifest.kind}').I${manifest.kind}`;
    return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};\n`;
  });
  writeFileSync(join(directory, 'manifests.ts'), lines.join(''));
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', '--ignoreConfig'];
  const { stdout } = spawnSync('npx', ['tsc', ...options, join(directory, 'manifests.ts')], {
    encoding: 'utf8',
    cwd: REPOSITORY,
  });
  return stdout.split('\n').filter((line) => line.includes('error'));
}

function find(manifests: readonly JsonReport[], kind: string): JsonReport {
  return manifests.find((manifest) => manifest.kind === kind);
}

describe.each(OVERLAYS)('deploy/kubernetes/%s', (name) => {
  const isFull = VOLUMES[name] === undefined;

  test('has every object, in its own namespace, and nothing that Kubernetes does not know', () => {
    const manifests = manifestsOf(name);
    const kinds = Object.keys(MODELS).filter((kind) => kind !== 'RoleBinding' || name === 'openshift');
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(kinds.sort());
    for (const manifest of manifests) {
      const [Model] = MODELS[manifest.kind] ?? [];
      if (Model) new Model(manifest as never).validate();
    }
    expect(unknownFieldsOf(manifests)).toEqual([]);
    const { metadata } = find(manifests, 'Namespace');
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged' });
    for (const kind of ['CronJob', 'DaemonSet', 'NetworkPolicy']) {
      expect(find(manifests, kind).metadata.namespace).toBe(metadata.name);
    }
  });

  test.each(['CronJob', 'DaemonSet'] as const)('gives the pods of its %s as little as it can', (kind) => {
    const pod: JsonReport = podOf(name, kind);
    const [container] = pod.containers;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(pod.hostPID).toBe(isFull || undefined);
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(container.securityContext.capabilities).toEqual(
      isFull ? { drop: ['ALL'], add: ['SYS_PTRACE'] } : { drop: ['ALL'] },
    );
    expect(container.resources.requests.memory).toBe('64Mi');
  });

  test.each(['CronJob', 'DaemonSet'] as const)(
    'shows the pods of its %s what they need of the host, read-only to its depth, and creates nothing else there',
    (kind) => {
      const pod: JsonReport = podOf(name, kind);
      const [container] = pod.containers;
      const [textfile, others] = [{ name: 'textfile', mountPath: '/textfile' }, VOLUMES[name] ?? []];
      const created = pod.volumes.filter(
        ({ hostPath }: JsonReport) => !/^(File|Directory)$/.test(hostPath.type),
      );
      expect(created.map((volume: JsonReport) => volume.name)).toEqual(
        kind === 'DaemonSet' ? ['textfile'] : [],
      );
      const paths = pod.volumes.map(({ hostPath }: JsonReport) => hostPath.path);
      expect(paths.slice(created.length)).toEqual(others);
      expect(container.args.includes('--root=/host')).toBe(!isFull);
      expect(container.volumeMounts).toEqual([
        ...(kind === 'DaemonSet' ? [textfile] : []),
        ...pod.volumes.slice(created.length).map(({ name, hostPath: { path, type } }: JsonReport) => ({
          name,
          mountPath: `/host${path}`,
          readOnly: true,
          ...(type === 'Directory' && { recursiveReadOnly: 'IfPossible' }),
        })),
      ]);
    },
  );

  test('runs as many pods as kustomization.yaml says, all at once, and repeats none', () => {
    const { spec } = find(manifestsOf(name), 'CronJob').spec.jobTemplate;
    expect(spec).toMatchObject({ completionMode: 'Indexed', backoffLimitPerIndex: 0, completions: 3 });
    expect(spec.parallelism).toBeGreaterThanOrEqual(spec.completions);
    expect(spec).not.toHaveProperty('backoffLimit');
  });

  test('lets no two pods of a Job end in time on one node', () => {
    const { spec } = find(manifestsOf(name), 'CronJob').spec.jobTemplate;
    const [term] = spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(term.topologyKey).toBe('kubernetes.io/hostname');
    expect(spec.template.metadata.labels).toMatchObject(term.labelSelector.matchLabels);
    const { seconds } = spec.template.spec.containers[0].lifecycle.postStart.sleep;
    expect(2 * seconds).toBeGreaterThan(spec.activeDeadlineSeconds);
    expect(spec.activeDeadlineSeconds - seconds, 'for pulling the image').toBeGreaterThan(150);
    // Or Kubernetes refuses it: validateSleepAction in pkg/apis/core/validation/validation.go
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(seconds);
  });
});

test('a manifest is refused with a field that is misspelt', () => {
  const manifests = manifestsOf('base');
  const { securityContext } = find(manifests, 'DaemonSet').spec.template.spec.containers[0];
  securityContext.readOnlyRootFileSystem = true;
  expect(unknownFieldsOf(manifests)).toEqual([
    expect.stringContaining('\'"readOnlyRootFileSystem"\' does not exist'),
  ]);
  expect(() => new CronJob({ spec: { schedule: 5 } } as never).validate()).toThrow();
});

test('deploy/kubernetes/openshift has what OpenShift asks for: a type that sees the host, a role, and any node', () => {
  for (const kind of ['CronJob', 'DaemonSet'] as const) {
    expect(podOf('openshift', kind).securityContext).toMatchObject({ seLinuxOptions: { type: 'spc_t' } });
  }
  const manifests = manifestsOf('openshift');
  expect(find(manifests, 'Namespace').metadata.annotations).toMatchObject({
    'openshift.io/node-selector': '',
    'kubelet-https-audit/cluster': 'kubernetes',
  });
  const { subjects } = find(manifests, 'RoleBinding');
  expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'default', namespace: 'kubelet-https-audit' }]);
});

test('only kustomization.yaml has the number of nodes, the image and the cluster', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kubernetes-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync(join(REPOSITORY, 'deploy', 'kubernetes'), directory, { recursive: true });
  const file = join(directory, 'base', 'kustomization.yaml');
  const changes = [
    ['value: 3', 'value: 5'],
    ['newName: registry.example/kubelet-https-audit', 'newName: other.example/audit'],
    ['cluster: kubernetes', 'cluster: prod'],
    ['  - daemon-set.yaml\n', ''],
  ] as const;
  const text = changes.reduce((text, [from, to]) => text.replace(from, to), readFileSync(file, 'utf8'));
  writeFileSync(file, text);
  for (const name of OVERLAYS) {
    const manifests = manifestsIn(join(directory, name));
    expect(manifests.map(({ kind }) => kind)).not.toContain('DaemonSet');
    const { completions, template } = find(manifests, 'CronJob').spec.jobTemplate.spec;
    expect(completions).toBe(5);
    expect(template.spec.containers[0].image).toBe('other.example/audit:0.1.0');
    expect(template.metadata.annotations).toEqual({ 'kubelet-https-audit/cluster': 'prod' });
  }
});

test('the two engines are told apart, so that the pods of one do not keep off those of the other', () => {
  const manifests = manifestsOf('base');
  const job = find(manifests, 'CronJob').spec.jobTemplate.spec.template.metadata.labels;
  expect(find(manifests, 'DaemonSet').spec.selector.matchLabels).not.toEqual(job);
});
