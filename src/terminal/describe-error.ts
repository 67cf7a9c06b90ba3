import { printable } from '../model/printable.ts';
import { AuditError } from '../model/problem.ts';
import { TOOL } from '../model/report.ts';

/** An error for people: what happened and what to do; a bug with its stack. */
export function describeError(error: unknown): string {
  if (error instanceof AuditError) {
    return `error: ${printable(error.message)}\nhint: ${printable(error.hint)}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack
    .split('\n')
    .map((line) => `  ${printable(line.trim())}`)
    .join('\n');
  return `error: internal error in ${TOOL.name} ${TOOL.version}\nhint: This is a bug. Please report it with the lines below.\n${lines}\n`;
}
