import type { VerdictStatus, Warning } from './verdict.ts';

/** Why --strict does not let a server pass, a phrase. */
const WHY = {
  fail: '--strict treats warnings as failures',
  unknown: 'what cannot be read does not pass',
} as const;

/** What --strict makes of a pass with these warnings. What this user may not read is no failure of the server. */
export function strictStatus(warnings: readonly { readonly code: string }[]): VerdictStatus {
  if (warnings.some(({ code }) => code !== 'cannot-read')) return 'fail';
  return warnings.length > 0 ? 'unknown' : 'pass';
}

interface Judged {
  readonly status: VerdictStatus;
  readonly reason: string;
  readonly warnings: readonly Warning[];
}

/** What --strict changes of a finding; undefined where that is nothing. */
export function strictChange({ status, reason, warnings }: Judged) {
  const strict = status === 'pass' ? strictStatus(warnings) : 'pass';
  if (strict === 'pass') return undefined;
  return {
    status: strict,
    reason: `${reason}; ${WHY[strict]}`,
    failsByWarnings: strict === 'fail',
    ...(strict === 'unknown' && { hint: `With --strict, ${WHY[strict]}.` }),
  };
}
