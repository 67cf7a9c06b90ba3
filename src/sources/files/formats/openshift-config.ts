import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import { at, entriesOf, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, flagsOfLists } from './flag-arguments.ts';

export const FLAGS_KEY = 'apiServerArguments';
export const CONTROL_PLANE = 'kubecontrolplane.config.openshift.io/';

/** The file that an API server of OpenShift reads its arguments from, a map from flag to a list of values. */
export const readOpenShiftConfig: ReadDocument = (document) => {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  const kind = stringAt(document, 'kind') ?? '';
  if (apiVersion.startsWith(CONTROL_PLANE)) return readControlPlane(document);
  return kind === 'MasterConfig' && apiVersion === 'v1' ? readMasterConfig(document) : undefined;
};

/** That of OpenShift 4. */
export function readControlPlane(document: YamlValue): WrittenInvocation[] {
  const kind = stringAt(document, 'kind') ?? '';
  if (kind !== 'KubeAPIServerConfig') return [];
  return [readArguments(document, kind, [FLAGS_KEY])];
}

/** OpenShift 3; without a `kubernetesMasterConfig`, the API server runs elsewhere. */
function readMasterConfig(document: YamlValue): WrittenInvocation[] {
  const isMaster = entriesOf(at(document, 'kubernetesMasterConfig')).length > 0;
  return isMaster ? [readArguments(document, 'MasterConfig', ['kubernetesMasterConfig', FLAGS_KEY])] : [];
}

export function readArguments(root: YamlValue, object: string, path: readonly string[]): WrittenInvocation {
  return apiServerWith({ object, root, path, flags: flagsOfLists(at(root, ...path)) });
}
