import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { at, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, argumentsOfList, flagsOfMap, objectName } from './flag-arguments.ts';

/** k0s's ClusterConfig, by itself or in the configuration of k0sctl. */
export const readK0s: ReadDocument = (document) => {
  const group = stringAt(document, 'apiVersion')?.split('/')[0];
  const kind = stringAt(document, 'kind') ?? '';
  if (group === 'k0s.k0sproject.io')
    return kind === 'ClusterConfig' ? [readClusterConfig(document, kind, [])] : [];
  if (group !== 'k0sctl.k0sproject.io') return undefined;
  if (kind.toLowerCase() !== 'cluster') return [];
  const version = stringAt(document, 'spec', 'k0s', 'version');
  const invocation = readClusterConfig(document, kind, ['spec', 'k0s', 'config']);
  return [version === undefined || isOwnVersion(version) ? invocation : { ...invocation, version }];
};

/** Up to 0.13, k0s had versions of its own instead of those of Kubernetes. */
function isOwnVersion(version: string): boolean {
  return /^v?0\./.test(version);
}

/** `spec.api.extraArgs`, a map, then `rawArgs`, a list of whole arguments. */
function readClusterConfig(root: YamlValue, kind: string, prefix: readonly string[]): WrittenInvocation {
  const path = [...prefix, 'spec', 'api'];
  const api = at(root, ...path);
  const isRaw = at(api, 'extraArgs') === undefined && at(api, 'rawArgs') !== undefined;
  return apiServerWith({
    object: objectName(root, kind),
    root,
    path: [...path, isRaw ? 'rawArgs' : 'extraArgs'],
    flags: [...flagsOfMap(at(api, 'extraArgs')), ...argumentsOfList(at(api, 'rawArgs'))],
  });
}
