import type { SourceFile } from '../sources/files/source-file.ts';
import { errorAt, isString, rejectBrokenJson } from '../sources/files/yaml/go-difference.ts';
import { findInNode, type YamlNode } from '../sources/files/yaml/node.ts';
import { at, isMapping, isNull, itemsOf, stringAt, type YamlValue } from '../sources/files/yaml/yaml.ts';

/**
 * Throws an AuditError where a kubelet could not decode a pod: it begins as JSON and is none, or on the way to the arguments
 * a value is of another type. See tryDecodeSinglePod in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/config/common.go
 */
export function rejectOtherThanPod(pod: YamlValue, written: string, file: SourceFile): void {
  const reject = (node: YamlNode | undefined, what: string): never => {
    throw errorAt(file, { start: node?.start ?? 0, what });
  };
  const list = (value: YamlValue | undefined): YamlValue[] => {
    if (value && !isNull(value) && value.kind !== 'list') reject(value, 'expected a list');
    return itemsOf(value);
  };
  const strings = (values: readonly (YamlValue | undefined)[]): void => {
    for (const value of values) if (value && !isString(value)) reject(value, 'expected a string');
  };
  const fields = (value: YamlValue | undefined, ...keys: string[]): void => {
    if (value && !isMapping(value) && !isNull(value)) reject(value, 'expected a map');
    strings(keys.map((key) => at(value, key)));
  };

  rejectBrokenJson(file, written);
  findInNode(pod, (node) => {
    if (node.kind !== 'map') return undefined;
    const empty = node.pairs.find(({ key }) => !isKey(key));
    return empty && reject(empty.key, 'a key must not be empty');
  });
  if (stringAt(pod, 'apiVersion') !== 'v1') reject(pod, 'the apiVersion of a Pod must be v1');
  fields(pod, 'apiVersion', 'kind');
  fields(at(pod, 'metadata'), 'name', 'namespace', 'uid');
  fields(at(pod, 'spec'));
  for (const container of ['initContainers', 'containers'].flatMap((key) => list(at(pod, 'spec', key)))) {
    fields(container, 'name', 'image');
    for (const key of ['command', 'args']) strings(list(at(container, key)));
    for (const variable of list(at(container, 'env'))) fields(variable, 'name', 'value');
  }
}

function isKey(key: YamlNode | undefined): boolean {
  return key?.kind === 'alias' || (key?.kind === 'scalar' && key.value !== null);
}
