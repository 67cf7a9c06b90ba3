import type { Range } from '../../model/argument.ts';
import { NeedsManualEdit } from '../../model/problem.ts';
import { toSourceFile } from '../../sources/files/source-file.ts';
import { readAssignments } from '../../sources/files/systemd/lines.ts';
import { blanked, without } from './ranges.ts';

/**
 * Throws NeedsManualEdit where cuts would change anything else in a text that is not YAML, or, in a unit, the keys of it: a
 * guard against errors of this tool. Blanks and what continues lines do not count.
 *
 * @param removed the words to remove
 */
export function verifyWords(text: string, removed: readonly Range[], cuts: readonly Range[]): void {
  const before = contentByKey(blanked(text, removed));
  const after = contentByKey(without(text, cuts));
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new NeedsManualEdit('removing it would change something else as well');
  }
}

/** The value of each key of a unit; any other text as it is. */
function contentByKey(text: string): unknown {
  const assignments = readAssignments(toSourceFile('', text));
  if (assignments === undefined) return contentOf(text);
  return assignments.map(({ section, key, value }) => [section, key, contentOf(value)]);
}

function contentOf(text: string): string {
  return text.replace(/\\(?=\r?\n|$)|[\s\0]+/g, '');
}
