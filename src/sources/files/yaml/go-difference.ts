import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { AuditError } from '../../../model/audit-error.ts';
import type { SourceFile } from '../source-file.ts';
import { unparsable } from './unparsable.ts';

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
