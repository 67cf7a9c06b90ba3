import type { ChalkInstance } from 'chalk';
import type { Status } from '../../model/verdict.ts';

export const WORDS = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  notapplicable: 'NOT APPLICABLE',
} as const satisfies Record<Status, string>;

/** The word carries the meaning; its colour only adds to it. */
export function statusWord(status: Status, chalk: ChalkInstance): string {
  const paint = { pass: chalk.green, fail: chalk.red, unknown: chalk.yellow, notapplicable: chalk.cyan }[
    status
  ];
  return paint.bold(WORDS[status]);
}

/** Makes the word bold in the first line. */
export function emphasise(lines: readonly string[], word: string, chalk: ChalkInstance): string[] {
  return lines.map((line, index) => (index === 0 ? line.replace(word, chalk.bold(word)) : line));
}
