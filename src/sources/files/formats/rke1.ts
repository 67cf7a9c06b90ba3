import { readImage } from '../containers/image-reference.ts';
import type { ReadDocument } from '../file-format.ts';
import { at, itemsOf, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, flagsOfMap } from './flag-arguments.ts';

/** RKE1's cluster.yml, also inside a cluster of Rancher 2: `services.kube-api.extra_args` and its array form. */
export const readRke1: ReadDocument = (document) => {
  if (at(document, 'apiVersion') !== undefined) return undefined;
  const prefix = at(document, 'rancher_kubernetes_engine_config') ? ['rancher_kubernetes_engine_config'] : [];
  const cluster = at(document, ...prefix);
  const service = at(cluster, 'services', 'kube_api') ? 'kube_api' : 'kube-api';
  if (at(cluster, 'services', service) === undefined && !isRke1(cluster)) return undefined;
  const path = [...prefix, 'services', service];
  const api = at(document, ...path);
  const hasMap = at(api, 'extra_args') !== undefined;
  return [
    apiServerWith({
      object: 'RKE cluster',
      root: document,
      path: [...path, hasMap ? 'extra_args' : 'extra_args_array'],
      flags: [...flagsOfMap(at(api, 'extra_args')), ...flagsOfMap(at(api, 'extra_args_array'))],
      version: versionOf(cluster, service),
    }),
  ];
};

/** Nodes with services, or with the roles of RKE1. */
function isRke1(cluster: YamlValue | undefined): boolean {
  const nodes = itemsOf(at(cluster, 'nodes'));
  if (nodes.length === 0) return false;
  const roles = nodes.flatMap((node) => itemsOf(at(node, 'role')).map((role) => stringAt(role)));
  return at(cluster, 'services') !== undefined || roles.includes('controlplane');
}

/** The image takes precedence over `kubernetes_version`. */
function versionOf(cluster: YamlValue | undefined, service: string): string | undefined {
  const images = [
    stringAt(cluster, 'services', service, 'image'),
    stringAt(cluster, 'system_images', 'kubernetes'),
  ];
  const tags = images.flatMap((image) => readImage(image ?? '').tag ?? []);
  return tags[0] ?? stringAt(cluster, 'kubernetes_version');
}
