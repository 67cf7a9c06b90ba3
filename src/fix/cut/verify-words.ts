import type { Range } from '../../model/argument.ts';
import { toSourceFile } from '../../sources/files/source-file.ts';
import { readAssignments } from '../../sources/files/systemd/lines.ts';
import { NeedsManualEdit } from '../../model/needs-manual-edit.ts';
import { blanked, without } from './ranges.ts';

/**
 * Throws NeedsManualEdit where a text that is no YAML would not hold the same otherwise, or, in a unit, not under the same keys: a
 * guard against errors of this tool. Blanks and what continues lines do not count.
 */
export function rejectOtherWords(text: string, removed: readonly Range[], deleted: readonly Range[]): void {
  const before = contentByKey(blanked(text, removed));
  const after = contentByKey(without(text, deleted));
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new NeedsManualEdit('what would be left does not hold the same otherwise');
  }
}

/** What stands behind each key of a unit; any other text as it is. */
function contentByKey(text: string): unknown {
  const assignments = readAssignments(toSourceFile('', text));
  if (assignments === undefined) return contentOf(text);
  return assignments.map(({ section, key, value }) => [section, key, contentOf(value)]);
}

function contentOf(text: string): string {
  return text.replace(/\\(?=\r?\n|$)|[\s\0]+/g, '');
}
