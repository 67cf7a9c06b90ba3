import { Chalk } from 'chalk';
import { FILE_HEADERS_ONLY, formatPatch } from 'diff';
import { printableLine } from '../../model/printable.ts';
import type { Change } from '../../model/repair.ts';
import { hunksOf } from './hunks.ts';

export interface DiffOptions {
  /** How many lines of context there are; they may hold secrets. */
  readonly context: number;
  readonly isColoured: boolean;
  /** What a terminal or the runner of a CI must not get is shown escaped; then `patch` cannot apply it. */
  readonly isEscaped: boolean;
}

/** Changes as unified diffs, one behind the other, as `patch -p1` takes them. */
export function diff(changes: readonly Change[], options: DiffOptions): string {
  return changes.map((change) => diffOf(change, options)).join('');
}

function diffOf(change: Change, { context, isColoured, isEscaped }: DiffOptions): string {
  const { path } = change;
  const patch = {
    oldFileName: named('a', path),
    newFileName: named('b', path),
    oldHeader: undefined,
    newHeader: undefined,
    hunks: hunksOf(change, context),
  };
  // A tab ends a name with blanks, or `patch` takes its first word for it.
  const lines = formatPatch(patch, FILE_HEADERS_ONLY)
    .split('\n')
    .map((line, index) => (index < 2 && path.includes(' ') && !line.endsWith('"') ? `${line}\t` : line));
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const paint = (line: string, index: number) => {
    if (index < 2) return chalk.bold(line);
    if (line.startsWith('@@')) return chalk.cyan(line);
    if (line.startsWith('-')) return chalk.red(line);
    return line.startsWith('+') ? chalk.green(line) : line;
  };
  return lines.map((line, index) => paint(isEscaped ? printableLine(line) : line, index)).join('\n');
}

/** A path below `a/` or `b/`, as in a diff of git. */
function named(side: string, path: string): string {
  return `${side}/${path.replace(/^(?:\.?\/)+/, '')}`;
}
