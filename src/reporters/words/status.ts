import type { ChalkInstance } from 'chalk';
import type { Status } from '../../model/verdict.ts';
import { type AcceptedRisk, riskWords } from '../../model/waiver.ts';

/** What a person sees: a failure that is waived is one all the same. */
export type ShownStatus = Status | 'waived';

export const WORDS = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  notapplicable: 'NOT APPLICABLE',
  waived: 'FAIL (waived)',
} as const satisfies Record<ShownStatus, string>;

/** `waived until 2026-12-31: decommissioned in December; approved by J. Doe`. */
export function waiverWords(waiver: AcceptedRisk): string {
  return `waived until ${waiver.until}: ${riskWords(waiver)}`;
}

/** The word carries the meaning; its colour only adds to it. */
export function statusWord(status: ShownStatus, chalk: ChalkInstance): string {
  const paint = {
    pass: chalk.green,
    fail: chalk.red,
    unknown: chalk.yellow,
    notapplicable: chalk.cyan,
    waived: chalk.yellow,
  }[status];
  return paint.bold(WORDS[status]);
}

/** Makes the word bold in the first line. */
export function emphasise(lines: readonly string[], word: string, chalk: ChalkInstance): string[] {
  return lines.map((line, index) => (index === 0 ? line.replace(word, chalk.bold(word)) : line));
}
