import { printable } from '../model/printable.ts';
import { AuditError } from '../model/problem.ts';
import { TOOL } from '../model/report.ts';
import { wrap } from '../model/wrap.ts';

/** An error for people: what happened and what to do; a bug with its stack. Without columns, each in one line. */
export function describeError(error: unknown, columns = Number.POSITIVE_INFINITY): string {
  if (error instanceof AuditError) {
    const lines = [
      ...wrap(printable(error.message), 'error: ', columns),
      ...wrap(printable(error.hint), 'hint: ', columns),
    ];
    return `${lines.join('\n')}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack
    .split('\n')
    .map((line) => `  ${printable(line.trim())}`)
    .join('\n');
  return `error: internal error in ${TOOL.name} ${TOOL.version}\nhint: This is a bug. Please report it with the lines below.\n${lines}\n`;
}
