import { type Finding, type Outcome, outcomeOf, type Report } from '../../model/report.ts';
import { isPlainPass } from '../../model/verdict.ts';

/** A line, and how much it matters; a notice is neither good nor bad, and always there. */
export interface MarkedLine {
  readonly weight: Outcome | 'warning' | 'notice';
  readonly line: string;
}

const WORST_FIRST = [
  'fail',
  'unknown',
  'waived',
  'warning',
  'notice',
  'pass',
] as const satisfies readonly MarkedLine['weight'][];

/**
 * The lines with those that fail first: readers see the first, and GitHub shows ten of a kind. What passes is left out
 * unless it is wanted.
 */
export function linesWorstFirst(lines: readonly MarkedLine[], hasPasses: boolean): string {
  const shown = hasPasses ? WORST_FIRST : WORST_FIRST.filter((weight) => weight !== 'pass');
  return shown
    .flatMap((wanted) => lines.filter(({ weight }) => weight === wanted).map(({ line }) => `${line}\n`))
    .join('');
}

/** A pass with warnings matters as these do. */
export function weightOf(finding: Finding): MarkedLine['weight'] {
  return finding.status === 'pass' && !isPlainPass(finding) ? 'warning' : outcomeOf(finding);
}

/** That there is no API server: of one host among many, it is no more than a pass. */
export function weightOfNone({ merged }: Report): MarkedLine['weight'] {
  return merged === undefined ? 'notice' : 'pass';
}
