import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { PodSpec } from './pod.ts';
import type { JsonReport } from './report-schema.ts';
import { REPOSITORY } from './run-bin.ts';

/** What `kubectl kustomize` makes of a directory of deploy/kubernetes. */
export function manifestsOf(name: string): JsonReport[] {
  const directory = join(REPOSITORY, 'deploy', 'kubernetes', name);
  const text = execFileSync('kubectl', ['kustomize', directory], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return parseAllDocuments(text).map((document) => document.toJS());
}

export function podOf(name: string, kind: 'CronJob' | 'DaemonSet'): PodSpec {
  const { spec } = manifestsOf(name).find((manifest) => manifest.kind === kind);
  return (spec.jobTemplate?.spec ?? spec).template.spec;
}
