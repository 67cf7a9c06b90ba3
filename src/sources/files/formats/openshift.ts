import type { ReadDocument, WrittenInvocation } from '../file-format.ts';
import type { SourceFile } from '../source-file.ts';
import { readEmbedded } from '../yaml/embedded.ts';
import { at, stringAt, type YamlValue } from '../yaml/yaml.ts';
import { flagsOfLists, objectName } from './flag-arguments.ts';
import {
  CONTROL_PLANE,
  FLAGS_KEY,
  readArguments,
  readControlPlane,
  readOpenShiftConfig,
} from './openshift-config.ts';

/** The configuration of an API server of OpenShift, as a file and as the objects that it is made from. */
export const readOpenShift: ReadDocument = (document, file) =>
  readOpenShiftConfig(document, file) ?? readObject(document, file);

function readObject(document: YamlValue, file: SourceFile): WrittenInvocation[] | undefined {
  const apiVersion = stringAt(document, 'apiVersion') ?? '';
  const kind = stringAt(document, 'kind') ?? '';
  if (kind === 'ConfigMap') return readConfigMap(document, file);
  const isOperator = kind === 'KubeAPIServer' && apiVersion.startsWith('operator.openshift.io/');
  return isOperator ? [readOperator(document)] : undefined;
}

/** The file in its ConfigMap, as a string of JSON. */
function readConfigMap(document: YamlValue, file: SourceFile): WrittenInvocation[] | undefined {
  const config = at(document, 'data', 'config.yaml');
  if (!stringAt(config)?.includes(CONTROL_PLANE)) return undefined;
  const object = objectName(document, 'ConfigMap');
  return readEmbedded(config, file, readControlPlane).map((invocation) => ({
    ...invocation,
    object,
  }));
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
    arguments: [...override.slice(0, 1), ...flagsOfLists(at(document, ...observed)), ...override.slice(1)],
  };
}
