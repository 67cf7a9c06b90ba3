import type { WrittenInvocation } from '../file-format.ts';
import type { Assignment } from './lines.ts';

type Ignored = NonNullable<WrittenInvocation['ignored']>;

/**
 * The lines right after each command that look like its arguments. A line that ends with two backslashes, or none, is not
 * continued; then systemd logs `Unknown key name` or `Missing '='`, and ignores the next one.
 */
export function ignoredAfterCommands(service: readonly Assignment[]): Map<Assignment, Ignored> {
  const found = new Map<Assignment, Ignored>();
  let command: Assignment | undefined;
  for (const assignment of service) {
    if (assignment.key === 'ExecStart') command = assignment;
    else if (!assignment.key.startsWith('-') || assignment.file !== command?.file) command = undefined;
    else if (!found.has(command)) {
      const end = command.value.endsWith('\\') ? 'with two backslashes' : 'without a backslash';
      const reason = `systemd ignores the lines after a line that ends ${end}`;
      found.set(command, { start: assignment.start, reason });
    }
  }
  return found;
}
