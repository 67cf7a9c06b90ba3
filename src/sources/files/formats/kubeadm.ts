import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { at, itemsOf, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, flagsOfMap, flagsOfNamedList } from './flag-arguments.ts';

/** kubeadm's ClusterConfiguration: `apiServer.extraArgs` as a map or a list; v1alpha: `apiServerExtraArgs`. */
export const readKubeadm: ReadDocument = (document) => {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  return apiVersion.startsWith('kubeadm.k8s.io/') ? readKubeadmKind(document) : undefined;
};

/** A kubeadm document of any `apiVersion`: only cluster configurations start an API server. */
export function readKubeadmKind(document: YamlValue): WrittenInvocation[] {
  const kind = stringAt(document, 'kind') ?? '';
  const isCluster = kind === 'ClusterConfiguration' || kind === 'MasterConfiguration';
  return isCluster ? [readClusterConfiguration(document, kind)] : [];
}

/** What the ClusterConfiguration at `path` starts. */
export function readClusterConfiguration(
  root: YamlValue,
  object: string,
  path: readonly string[] = [],
): WrittenInvocation {
  const configuration = at(root, ...path);
  const isV1alpha =
    at(configuration, 'apiServer') === undefined && at(configuration, 'apiServerExtraArgs') !== undefined;
  const keys = isV1alpha ? ['apiServerExtraArgs'] : ['apiServer', 'extraArgs'];
  const extraArgs = at(configuration, ...keys);
  return apiServerWith({
    object,
    root,
    path: [...path, ...keys],
    flags: itemsOf(extraArgs).length > 0 ? flagsOfNamedList(extraArgs) : flagsOfMap(extraArgs),
    version: stringAt(configuration, 'kubernetesVersion'),
  });
}
