import { isAlias, isScalar, isSeq, visit } from 'yaml';
import type { SourceFile } from '../sources/files/source-file.ts';
import { differenceAt, errorAt, isString } from '../sources/files/yaml/go-difference.ts';
import { at, isMapping, itemsOf, stringAt, type YamlValue } from '../sources/files/yaml/yaml.ts';

/**
 * Throws an AuditError where a kubelet could not decode a pod: it begins as JSON and is none, or on the way to the arguments
 * a value is of another type. See tryDecodeSinglePod in
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/config/common.go
 */
export function rejectOtherThanPod(pod: YamlValue, written: string, file: SourceFile): void {
  const reject = (node: unknown, what: string): never => {
    throw errorAt(file, differenceAt(node, what));
  };
  const isNull = ({ node }: YamlValue) => isScalar(node) && node.value === null;
  const list = (value: YamlValue | undefined): YamlValue[] => {
    if (value && !isNull(value) && !isSeq(value.node)) reject(value.node, 'expected a list');
    return itemsOf(value);
  };
  const strings = (values: readonly (YamlValue | undefined)[]): void => {
    for (const value of values) if (value && !isString(value)) reject(value.node, 'expected a string');
  };
  const fields = (value: YamlValue | undefined, ...keys: string[]): void => {
    if (value && !isMapping(value) && !isNull(value)) reject(value.node, 'expected a map');
    strings(keys.map((key) => at(value, key)));
  };

  // Go does not take a byte-order mark for a blank: what begins with one is read as YAML.
  if (/^[^\S\ufeff]*\{/.test(written) && !isJson(written)) {
    reject(pod.node, 'it begins with { but is not valid JSON');
  }
  visit(pod.document, {
    Pair: (_, { key }) => {
      if (!isAlias(key) && (!isScalar(key) || key.value === null)) reject(key, 'a key must not be empty');
    },
  });
  if (stringAt(pod, 'apiVersion') !== 'v1') reject(pod.node, 'the apiVersion of a Pod must be v1');
  fields(pod, 'apiVersion', 'kind');
  fields(at(pod, 'metadata'), 'name', 'namespace', 'uid');
  fields(at(pod, 'spec'));
  for (const container of ['initContainers', 'containers'].flatMap((key) => list(at(pod, 'spec', key)))) {
    fields(container, 'name', 'image');
    for (const key of ['command', 'args']) strings(list(at(container, key)));
    for (const variable of list(at(container, 'env'))) fields(variable, 'name', 'value');
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
