import type { FilePosition } from './argument.ts';

/** What a failure that is accepted says about it. Every text in it is printable. */
export interface AcceptedRisk {
  readonly reason: string;
  readonly approvedBy?: string;
  /** The last day on which it is accepted, in UTC: `2026-12-31`. */
  readonly until: string;
}

/** What a waiver can match, each with globs; what it does not name can be anything. */
export const MATCH_KEYS = ['cluster', 'host', 'path', 'program'] as const;
export type MatchKey = (typeof MATCH_KEYS)[number];

/** An accepted risk, and what it is about. */
export interface Waiver extends AcceptedRisk {
  readonly match: Readonly<Partial<Record<MatchKey, readonly string[]>>>;
  readonly position: FilePosition;
}

export function acceptedRisk({ reason, approvedBy, until }: AcceptedRisk): AcceptedRisk {
  return { reason, ...(approvedBy !== undefined && { approvedBy }), until };
}

/** Why it is accepted, and by whom; without a full stop. */
export function riskWords({ reason, approvedBy }: AcceptedRisk): string {
  return `${reason.replace(/\.$/, '')}${approvedBy === undefined ? '' : `; approved by ${approvedBy}`}`;
}

/** Whether it ended before the day of that moment in UTC. */
export function isExpired({ until }: AcceptedRisk, now: Date): boolean {
  return until < now.toISOString().slice(0, 10);
}

/** The one that ends last; of several that end on one day always the same, whatever their order. */
export function longestOf(risks: readonly AcceptedRisk[]): AcceptedRisk | undefined {
  const [longest] = risks
    .map(acceptedRisk)
    .sort((a, b) => compare(b.until, a.until) || compare(JSON.stringify(a), JSON.stringify(b)));
  return longest;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Days that need no calendar. */
const OF_EVERY_MONTH = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/;

/** Whether a text is a day that there is, `2026-12-31`. */
export function isDay(text: string): boolean {
  if (OF_EVERY_MONTH.test(text)) return true;
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes 30 February for 2 March.
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text);
}
