import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { readEmbedded } from '../yaml/embedded.ts';
import { at, entriesOf, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { apiServerWith, flagsOfMap, objectName } from './flag-arguments.ts';

const FLAGS_KEY = 'apiServerArguments';
const CONTROL_PLANE = 'kubecontrolplane.config.openshift.io/';

/** OpenShift's `apiServerArguments`, a map from flag to a list of values. */
export const readOpenShiftConfig: ReadDocument = (document, file) => {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  const kind = stringAt(document, 'kind') ?? '';
  if (apiVersion.startsWith(CONTROL_PLANE)) return readControlPlane(document);
  if (kind === 'ConfigMap') return readConfigMap(document, file);
  if (kind === 'MasterConfig' && apiVersion === 'v1') return readMasterConfig(document);
  if (kind === 'KubeAPIServer' && apiVersion.startsWith('operator.openshift.io/'))
    return [readOperator(document)];
  return undefined;
};

/** The file that OpenShift 4 passes to the API server with `--openshift-config`. */
function readControlPlane(document: YamlValue): WrittenInvocation[] {
  const kind = stringAt(document, 'kind') ?? '';
  if (kind !== 'KubeAPIServerConfig') return [];
  return [readArguments(document, kind, [FLAGS_KEY])];
}

/** That file in its ConfigMap, as a string of JSON. */
function readConfigMap(document: YamlValue, file: SourceFile): WrittenInvocation[] | undefined {
  const config = at(document, 'data', 'config.yaml');
  if (!stringAt(config)?.includes(CONTROL_PLANE)) return undefined;
  const object = objectName(document, 'ConfigMap');
  const read: ReadDocument = (inner) => readControlPlane(inner);
  return readEmbedded(config, file, read).map((invocation) => ({ ...invocation, object }));
}

/** OpenShift 3; without a `kubernetesMasterConfig`, the API server runs elsewhere. */
function readMasterConfig(document: YamlValue): WrittenInvocation[] {
  const isMaster = entriesOf(at(document, 'kubernetesMasterConfig')).length > 0;
  return isMaster ? [readArguments(document, 'MasterConfig', ['kubernetesMasterConfig', FLAGS_KEY])] : [];
}

/** The operator merges what it observes with the overrides, which win. */
function readOperator(document: YamlValue): WrittenInvocation {
  const observed = ['spec', 'observedConfig', FLAGS_KEY];
  const overrides = ['spec', 'unsupportedConfigOverrides', FLAGS_KEY];
  const isOverridden = at(document, ...overrides) !== undefined;
  return {
    ...readArguments(document, objectName(document, 'KubeAPIServer'), isOverridden ? overrides : observed),
    ...(isOverridden && mergedArguments(document, observed, overrides)),
  };
}

function mergedArguments(
  document: YamlValue,
  observed: readonly string[],
  overrides: readonly string[],
): Pick<WrittenInvocation, 'arguments'> {
  const override = readArguments(document, '', overrides).arguments;
  return {
    arguments: [...override.slice(0, 1), ...flagsOfMap(at(document, ...observed)), ...override.slice(1)],
  };
}

function readArguments(root: YamlValue, object: string, path: readonly string[]): WrittenInvocation {
  return apiServerWith({ object, root, path, flags: flagsOfMap(at(root, ...path)) });
}
