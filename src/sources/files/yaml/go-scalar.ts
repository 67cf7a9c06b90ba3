import { isScalar } from 'yaml';
import type { YamlValue } from './yaml.ts';

/** What resolve.go of go-yaml makes a bool, a number, a time or a merge of, in YAML 1.1 and in 1.2; `_` may be anywhere in a number. */
const NOT_A_STRING =
  /^(?:y|n|yes|no|on|off|true|false|<<|[-+]?(?:0b[01]+|0o?[0-7]+|0x[\da-f]+|\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|\.inf)|\.nan|\d{4}-\d\d?-\d\d?(?:[t\s].*)?)$/i;

/** Whether Go decodes a value into a string: null is an empty one. */
export function isString({ node }: YamlValue): boolean {
  if (!isScalar(node)) return false;
  if (node.type !== 'PLAIN' || node.tag !== undefined || node.value === null) return true;
  return !NOT_A_STRING.test((node.source ?? '').replaceAll('_', ''));
}
