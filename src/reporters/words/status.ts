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

const COLOURS = {
  pass: 'green',
  fail: 'red',
  unknown: 'yellow',
  notapplicable: 'cyan',
  waived: 'yellow',
} as const satisfies Record<ShownStatus, string>;

/** The word carries the meaning; its colour only adds to it. */
export function statusWord(status: ShownStatus, chalk: ChalkInstance): string {
  return inColourOf(status, WORDS[status], chalk);
}

/** A text that has the status, as its word does. */
export function inColourOf(status: ShownStatus, text: string, chalk: ChalkInstance): string {
  return chalk[COLOURS[status]].bold(text);
}
