import { AuditError } from '../../../model/problem.ts';
import { parseJson } from '../../system/bytes.ts';
import type { SourceFile } from '../source-file.ts';
import type { YamlValue } from './node.ts';

/** Something that Go's YAML reader rejects or may read differently. See docs/yaml.md. */
export interface GoDifference {
  readonly start: number;
  readonly what: string;
}

/** The part of `what` after a colon is text of the file, which may be a secret, and is left out. */
export function errorAt(file: SourceFile, { start, what }: GoDifference, hint?: string): AuditError {
  const shown = what.replace(/(?:: | version ).*$/s, '').replace(/ ![^ ]*/g, '');
  const { line, column } = file.spanOf(start, start + 1);
  return new AuditError(shown, hint ?? `Fix line ${line}.`, { line, column });
}

/**
 * What resolve.go of go-yaml reads as a bool, number, time or merge, in YAML 1.1 and 1.2; `_` may be anywhere in a
 * number.
 */
const NOT_A_STRING =
  /^(?:y|n|yes|no|on|off|true|false|<<|[-+]?(?:0b[01]+|0o?[0-7]+|0x[\da-f]+|\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|\.inf)|\.nan|\d{4}-\d\d?-\d\d?(?:[t\s].*)?)$/i;

/** Whether Go decodes a value into a string; null becomes an empty one. */
export function isString(node: YamlValue): boolean {
  if (node.kind !== 'scalar') return false;
  if (node.type !== 'PLAIN' || node.tag !== undefined || node.value === null) return true;
  return !NOT_A_STRING.test((node.source ?? '').replaceAll('_', ''));
}

/** Throws an AuditError for a text that begins as JSON does and is none: Kubernetes reads such a one as nothing else. */
export function rejectBrokenJson(file: SourceFile, written = file.text): void {
  // Go does not take a byte-order mark for a blank: what begins with one is read as YAML.
  const [before] = /^[^\S\ufeff]*(?=\{)/.exec(written) ?? [];
  if (before === undefined || parseJson(written) !== undefined) return;
  throw errorAt(file, { start: before.length, what: 'it begins with { but is not valid JSON' });
}
