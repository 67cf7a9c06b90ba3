import { AuditError } from '../model/problem.ts';

/**
 * A report as text. Throws an AuditError where it is longer than a text can be: V8 takes half a billion
 * characters.
 */
export function withinLimit(format: string, render: () => string): string {
  try {
    return render();
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes('string length'))) throw error;
    throw new AuditError(
      `the merged report as ${format} would be larger than 512 MB`,
      'Merge the hosts in parts, each into a report of its own, or use --format unix, text or prometheus.',
    );
  }
}
