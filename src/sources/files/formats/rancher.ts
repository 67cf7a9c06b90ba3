import { readImage } from '../containers/image-reference.ts';
import type { ReadDocument, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { at, entriesOf, isList, isMapping, itemsOf, stringAt, textOf, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, argumentsOfList, objectName, unknownAt } from './flag-arguments.ts';
import { toApiServerFlags } from './k3s-command.ts';
import { K3S_CONFIG_PATH, k3sValuesOf } from './k3s-config.ts';

const FLAGS_KEY = 'kube-apiserver-arg';

/** What Rancher labels the machines of API servers with. */
const SERVER_LABEL = 'rke.cattle.io/control-plane-role';

/** Where the control planes of Cluster API have a specification for k3s and RKE2, the files they write, and the flags. */
const CONTROL_PLANES: Readonly<Record<string, { config: readonly string[]; flags: readonly string[] }>> = {
  KThreesControlPlane: { config: ['kthreesConfigSpec'], flags: ['serverConfig', 'kubeAPIServerArg'] },
  RKE2ControlPlane: { config: [], flags: ['serverConfig', 'kubeAPIServer', 'extraArgs'] },
};

/**
 * What provisions k3s and RKE2: a cluster of Rancher, its RKEControlPlane, and the control planes of Cluster API for
 * RKE2 and k3s, https://github.com/rancher/cluster-api-provider-rke2 and https://github.com/k3s-io/cluster-api-k3s
 */
export const readRancher: ReadDocument = (document) => {
  const group = stringAt(document, 'apiVersion')?.split('/')[0];
  const kind = stringAt(document, 'kind') ?? '';
  if (group === 'provisioning.cattle.io' && kind === 'Cluster')
    return readCluster(document, kind, ['spec', 'rkeConfig']);
  if (group === 'rke.cattle.io' && kind === 'RKEControlPlane') return readCluster(document, kind, ['spec']);
  return group === 'controlplane.cluster.x-k8s.io' ? readControlPlane(document, kind) : undefined;
};

/**
 * An API server for each value that Rancher can give to a machine: the global one, or that of the last selector that
 * matches. Only the machines themselves would tell which of them match. See addUserConfig and filterField in
 * https://github.com/rancher/rancher/tree/main/pkg/capr/planner
 */
function readCluster(document: YamlValue, kind: string, path: readonly string[]): WrittenInvocation[] {
  const cluster = at(document, ...path);
  // An imported cluster is provisioned by something else.
  if (cluster === undefined || textOf(cluster)?.text === '') return [];
  const selectors = at(cluster, 'machineSelectorConfig');
  let possible = [{ root: document, keys: [...path, 'machineGlobalConfig'] }];
  for (const root of itemsOf(selectors).filter((item) => setsFlags(at(item, 'config')))) {
    const own = { root, keys: ['config'] };
    possible = isForEveryServer(at(root, 'machineLabelSelector')) ? [own] : [...possible, own];
  }
  const others = [...(isList(selectors) ? [] : argumentsOfList(selectors)), ...configFiles(filesOf(cluster))];
  return possible.map(({ root, keys }) =>
    apiServerWith({
      object: objectName(document, kind),
      root,
      path: [...keys, FLAGS_KEY],
      flags: [...toApiServerFlags(valuesIn(at(root, ...keys))), ...others],
      version: stringAt(document, 'spec', 'kubernetesVersion'),
    }),
  );
}

/** Whether a configuration replaces the flags of those before it: null does, too. */
function setsFlags(config: YamlValue | undefined): boolean {
  return at(config, FLAGS_KEY) !== undefined || valuesIn(config).length > 0;
}

/** Rancher drops every other key, such as `kube-apiserver-arg+`. */
function valuesIn(config: YamlValue | undefined): WrittenArgument[] {
  if (config !== undefined && !isMapping(config)) return argumentsOfList(config);
  return k3sValuesOf(at(config, FLAGS_KEY));
}

function isForEveryServer(selector: YamlValue | undefined): boolean {
  const labels = entriesOf(at(selector, 'matchLabels'));
  const isOfServers = labels.every(
    ({ key, value }) => key.text === SERVER_LABEL && stringAt(value) === 'true',
  );
  return isOfServers && at(selector, 'matchExpressions') === undefined;
}

function filesOf(cluster: YamlValue): YamlValue[] {
  return itemsOf(at(cluster, 'machineSelectorFiles'))
    .flatMap((files) => itemsOf(at(files, 'fileSources')))
    .flatMap((source) => ['secret', 'configMap'].flatMap((key) => itemsOf(at(source, key, 'items'))));
}

/** Files that configure k3s or RKE2 may set any flag. */
function configFiles(files: readonly YamlValue[]): WrittenArgument[] {
  return files.filter((file) => K3S_CONFIG_PATH.test(stringAt(file, 'path') ?? '')).map(unknownAt);
}

function readControlPlane(document: YamlValue, kind: string): WrittenInvocation[] | undefined {
  const name = kind.replace(/Template$/, '');
  const found = Object.hasOwn(CONTROL_PLANES, name) ? CONTROL_PLANES[name] : undefined;
  if (found === undefined) return undefined;
  const spec = name === kind ? ['spec'] : ['spec', 'template', 'spec'];
  const path = [...spec, ...found.config, ...found.flags];
  const flags = toApiServerFlags(argumentsOfList(at(document, ...path)));
  const image = stringAt(document, ...path.slice(0, -1), 'overrideImage');
  return [
    apiServerWith({
      object: objectName(document, kind),
      root: document,
      path,
      flags: [...flags, ...configFiles(itemsOf(at(document, ...spec, ...found.config, 'files')))],
      version: readImage(image ?? '').tag ?? stringAt(document, ...spec, 'version'),
    }),
  ];
}
