import { AuditError, type Problem } from '../../src/model/problem.ts';

/** The message of a problem with where it is in its file: `line 3, column 1: …`. */
export function positioned({ message, hint, ...position }: Problem): string {
  return new AuditError(message, hint, position).message;
}
