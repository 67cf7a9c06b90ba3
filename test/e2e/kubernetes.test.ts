import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1/PriorityClass';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { manifestsOf, podOf } from '../support/manifests.ts';
import type { JsonReport } from '../support/report-schema.ts';
import { REPOSITORY } from '../support/run-bin.ts';

const MODELS: Readonly<Record<string, readonly [new (manifest: never) => { validate(): void }, string]>> = {
  CronJob: [CronJob, 'batch/v1'],
  DaemonSet: [DaemonSet, 'apps/v1'],
  NetworkPolicy: [NetworkPolicy, 'networking.k8s.io/v1'],
  PriorityClass: [PriorityClass, 'scheduling.k8s.io/v1'],
  Namespace: [Namespace, 'v1'],
};

const noKubectl = spawnSync('kubectl', ['version', '--client']).error?.message;

beforeEach(({ skip }) => skip(noKubectl !== undefined, noKubectl));

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

describe.each(['base', 'full'])('deploy/kubernetes/%s', (name) => {
  test('has every object, in its own namespace, and nothing that Kubernetes does not know', () => {
    const manifests = manifestsOf(name);
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(Object.keys(MODELS).sort());
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

  test('is refused with a field that is misspelt', () => {
    const manifests = manifestsOf(name);
    const { securityContext } = find(manifests, 'DaemonSet').spec.template.spec.containers[0];
    securityContext.readOnlyRootFileSystem = true;
    expect(unknownFieldsOf(manifests)).toEqual([
      expect.stringContaining('\'"readOnlyRootFileSystem"\' does not exist'),
    ]);
    expect(() => new CronJob({ spec: { schedule: 5 } } as never).validate()).toThrow();
  });

  test.each(['CronJob', 'DaemonSet'] as const)('gives the pods of its %s as little as it can', (kind) => {
    const pod: JsonReport = podOf(name, kind);
    const [container] = pod.containers;
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      tolerations: [{ operator: 'Exists' }],
    });
    expect(pod).not.toHaveProperty('hostPID');
    expect(pod).not.toHaveProperty('hostNetwork');
    expect(container.securityContext.capabilities).toEqual(
      name === 'full' ? { drop: ['ALL'], add: ['SYS_PTRACE'] } : { drop: ['ALL'] },
    );
    expect(container.resources.requests.memory).toBe('64Mi');
    const paths: string[] = pod.volumes.map(({ hostPath }: JsonReport) => hostPath.path);
    expect(paths).not.toContain('/');
    const mounts: JsonReport[] = container.volumeMounts;
    const writable = mounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath);
    expect(writable).toEqual(kind === 'DaemonSet' ? ['/textfile'] : []);
  });

  test('runs as many pods at a time as there are control-plane nodes, and repeats none', () => {
    const { spec } = find(manifestsOf(name), 'CronJob').spec.jobTemplate;
    expect(spec).toMatchObject({ completionMode: 'Indexed', backoffLimitPerIndex: 0 });
    expect(spec.parallelism).toBe(spec.completions);
    expect(spec).not.toHaveProperty('backoffLimit');
    const [term] = spec.template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution;
    expect(term.topologyKey).toBe('kubernetes.io/hostname');
    expect(spec.template.metadata.labels).toMatchObject(term.labelSelector.matchLabels);
  });
});

test('the two engines are told apart, so that the pods of one do not keep off those of the other', () => {
  const manifests = manifestsOf('base');
  const job = find(manifests, 'CronJob').spec.jobTemplate.spec.template.metadata.labels;
  expect(find(manifests, 'DaemonSet').spec.selector.matchLabels).not.toEqual(job);
});
