import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { PodSpec } from './pod.ts';
import type { JsonReport } from './report-schema.ts';
import { REPOSITORY } from './run-bin.ts';

/** Every directory of deploy/kubernetes that can be applied. */
export const OVERLAYS = ['base', 'kubeadm', 'rke2', 'full', 'openshift'] as const;

/** Why nothing can be built here; undefined where it can. kubectl before 1.21 does not know components. */
export function whyNoKubectl(): string | undefined {
  const { error, stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], {
    encoding: 'utf8',
  });
  if (error) return `kubectl: ${error.message}`;
  const { gitVersion } = JSON.parse(stdout).clientVersion;
  return /^v1\.(?:1?\d|20)\./.test(gitVersion) ? `kubectl ${gitVersion} is older than 1.21` : undefined;
}

export function manifestsOf(name: string): JsonReport[] {
  return manifestsIn(join(REPOSITORY, 'deploy', 'kubernetes', name));
}

/** What `kubectl kustomize` makes of a directory. Throws where it has a warning. */
export function manifestsIn(directory: string): JsonReport[] {
  const { stdout, stderr } = spawnSync('kubectl', ['kustomize', directory], { encoding: 'utf8' });
  if (stderr !== '') throw new Error(stderr);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}

export function podOf(name: string, kind: 'CronJob' | 'DaemonSet'): PodSpec {
  const { spec } = manifestsOf(name).find((manifest) => manifest.kind === kind);
  return (spec.jobTemplate?.spec ?? spec).template.spec;
}
