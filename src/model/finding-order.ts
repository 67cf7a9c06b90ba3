import type { Origin } from './invocation.ts';
import { compareNaturally } from './natural-order.ts';
import { OWNERS, ownerOf } from './process-owner.ts';
import { type Finding, type Outcome, outcomeOf } from './report.ts';
import { isPlainPass } from './verdict.ts';

const WORST_FIRST = ['fail', 'unknown', 'waived', 'pass'] as const satisfies readonly Outcome[];

/**
 * The order of findings: the worst first, a pass with warnings before one without, and inside each as their servers are
 * ordered. Sorting has to be stable.
 */
export function compareFindings(one: Finding, other: Finding): number {
  return rankOf(one) - rankOf(other) || compareOrigins(one.origin, other.origin);
}

function rankOf(finding: Finding): number {
  return WORST_FIRST.indexOf(outcomeOf(finding)) + (isPlainPass(finding) ? 1 : 0);
}

/**
 * The order of servers: by whose the process is, the host's own first, then by pid, then by path. What a file of the host
 * starts is its own, and comes after what runs. Those of one path stay as they were read.
 */
export function compareOrigins(one: Origin, other: Origin): number {
  return (
    ownerRank(one) - ownerRank(other) ||
    pidOf(one) - pidOf(other) ||
    compareNaturally(pathOf(one), pathOf(other))
  );
}

function ownerRank(origin: Origin): number {
  return origin.kind === 'process' ? OWNERS.indexOf(ownerOf(origin)) : 0;
}

function pidOf(origin: Origin): number {
  return origin.kind === 'process' ? origin.pid : Number.MAX_SAFE_INTEGER;
}

function pathOf(origin: Origin): string {
  return origin.kind === 'process' ? '' : origin.path;
}
