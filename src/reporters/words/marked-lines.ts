import type { Outcome } from '../../model/report.ts';

/** A line, and how much it matters. */
export interface MarkedLine {
  readonly weight: Outcome | 'warning';
  readonly line: string;
}

const WORST_FIRST = [
  'fail',
  'unknown',
  'waived',
  'warning',
  'pass',
] as const satisfies readonly MarkedLine['weight'][];

/** The lines with those that fail first: readers see the first, and GitHub shows ten of a kind. */
export function linesWorstFirst(lines: readonly MarkedLine[]): string {
  return WORST_FIRST.flatMap((wanted) =>
    lines.filter(({ weight }) => weight === wanted).map(({ line }) => `${line}\n`),
  ).join('');
}
