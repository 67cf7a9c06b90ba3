/** Result words of XCCDF. */
export type Status = 'pass' | 'fail' | 'unknown' | 'notapplicable';

/** What one server can deserve; only a whole run can be without any. */
export type VerdictStatus = Exclude<Status, 'notapplicable'>;

const WORST_FIRST = ['fail', 'unknown', 'pass'] as const satisfies readonly VerdictStatus[];

/** What a set of results comes to; `notapplicable` where there is none. */
export function worstOf(statuses: readonly VerdictStatus[]): Status {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'notapplicable';
}
