import type { Origin } from './invocation.ts';
import { compareNaturally } from './natural-order.ts';
import { OWNERS, ownerOf } from './process-owner.ts';
import type { Finding } from './report.ts';
import { worstFirst } from './verdict.ts';

/** The order of findings: the worst first, and inside each as their servers are ordered. Sorting has to be stable. */
export function compareFindings(one: Finding, other: Finding): number {
  return worstFirst(one, other) || compareOrigins(one.origin, other.origin);
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
