import type { SourceFile } from '../source-file.ts';
import { unparsable } from './unparsable.ts';

/** Far beyond what any file of a cluster needs; at ten thousand levels the parser would bring down the process. */
const MAX_LEVELS = 1000;
/** Each level of a block takes a column at least. */
const MAX_INDENTATION = 500;

/** Throws an AuditError where the parser could not cope with the levels of a YAML or JSON file. */
export function rejectDeepNesting(file: SourceFile): void {
  let depth = 0;
  for (const [index, line] of file.lines.entries()) {
    const [prefix = ''] = /^(?:[ ]|[-?:](?= |$))*/.exec(line) ?? [];
    for (const character of line) {
      if (character === '[' || character === '{') depth += 1;
      if ((character === ']' || character === '}') && depth > 0) depth -= 1;
    }
    if (depth > MAX_LEVELS || prefix.length > MAX_INDENTATION) {
      const start = file.lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
      const { line: outer, column } = file.spanOf(start, start + 1);
      throw unparsable(file, outer, column, 'nested too deeply');
    }
  }
}
