import { closestMatch } from 'leven';
import { AuditError } from '../model/audit-error.ts';

/** The one of `names` that was given. Throws an AuditError that suggests the nearest and lists all. */
export function parseChoice<T extends string>(kind: string, given: string, names: readonly T[]): T {
  const found = names.find((name) => name === given);
  if (found !== undefined) return found;
  const nearest = closestMatch(given.toLowerCase(), [...names], { maxDistance: 2 });
  const suggestion = nearest === undefined ? '' : `Did you mean ${nearest}? `;
  throw new AuditError(`unknown ${kind} '${given}'`, `${suggestion}Choose one of: ${names.join(', ')}.`);
}
