import type { Status } from '../model/verdict.ts';

/** The exit statuses and what they mean, as --help prints them. */
export const EXIT_STATUSES = {
  pass: { status: 0, meaning: 'every API server found passes' },
  fail: { status: 1, meaning: 'at least one API server fails' },
  unknown: {
    status: 2,
    meaning:
      'undetermined: usage error, unreadable or malformed input, hidden arguments, or an internal error',
  },
  notapplicable: { status: 3, meaning: 'nothing to audit: no API server found' },
} as const satisfies Record<Status, { status: number; meaning: string }>;

export function exitStatusOf(status: Status, isMissingAllowed: boolean): number {
  return status === 'notapplicable' && isMissingAllowed
    ? EXIT_STATUSES.pass.status
    : EXIT_STATUSES[status].status;
}
