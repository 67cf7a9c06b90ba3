import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { AuditError } from '../../../model/audit-error.ts';
import type { SourceFile } from '../source-file.ts';
import type { YamlValue } from './yaml.ts';

/** A place that Go's YAML reader refuses or may read in another way. See docs/yaml.md. */
export interface GoDifference {
  readonly start: number;
  readonly what: string;
}

export function differenceAt(node: unknown, what: string): GoDifference {
  const hasRange = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return { start: (hasRange && node.range?.[0]) || 0, what };
}

export function differs(file: SourceFile, { start, what }: GoDifference): AuditError {
  const { line, column } = file.spanOf(start, start + 1);
  return unparsable(file, line, column, what);
}

/**
 * The error for a file that is no YAML, for which a template is the usual reason. What is behind a colon in `what` is
 * text of the file, which may be a secret.
 */
export function unparsable(file: SourceFile, line: number, column: number, what: string): AuditError {
  const hint = file.text.includes('{{')
    ? 'If it is a template, audit what it renders to: helm template … | kubelet-https-audit -'
    : 'Mend it there.';
  const own = what.replace(/(?:: | version ).*$/s, '').replace(/ ![^ ]*/g, '');
  return new AuditError(`line ${line}, column ${column}: ${own}`, hint);
}

/** What resolve.go of go-yaml makes a bool, a number, a time or a merge of, in YAML 1.1 and in 1.2; `_` may be anywhere in a number. */
const NOT_A_STRING =
  /^(?:y|n|yes|no|on|off|true|false|<<|[-+]?(?:0b[01]+|0o?[0-7]+|0x[\da-f]+|\d+|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|\.inf)|\.nan|\d{4}-\d\d?-\d\d?(?:[t\s].*)?)$/i;

/** Whether Go decodes a value into a string: null is an empty one. */
export function isString({ node }: YamlValue): boolean {
  if (!isScalar(node)) return false;
  if (node.type !== 'PLAIN' || node.tag !== undefined || node.value === null) return true;
  return !NOT_A_STRING.test((node.source ?? '').replaceAll('_', ''));
}
