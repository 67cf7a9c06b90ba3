/** Result words of XCCDF. */
export type Status = 'pass' | 'fail' | 'unknown' | 'notapplicable';

const WORST_FIRST = ['fail', 'unknown', 'pass'] as const satisfies readonly Status[];

/** What a set of results comes to; `notapplicable` where there is none. */
export function worstOf(statuses: readonly Status[]): Status {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'notapplicable';
}
