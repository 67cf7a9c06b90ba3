import type { Origin } from '../model/invocation.ts';
import { OWNERS, ownerOf } from '../model/process-owner.ts';
import type { Finding } from '../model/report.ts';

/**
 * The order of findings: by whose the process is, the host's own first, then by pid. What a file of the host starts is its
 * own, and comes after what runs. Those from files and lists stay as they were read; sorting has to be stable.
 */
export function compareFindings({ origin: one }: Finding, { origin: other }: Finding): number {
  return rankOf(one) - rankOf(other) || pidOf(one) - pidOf(other);
}

function rankOf(origin: Origin): number {
  return origin.kind === 'process' ? OWNERS.indexOf(ownerOf(origin)) : 0;
}

function pidOf(origin: Origin): number {
  return origin.kind === 'process' ? origin.pid : Number.MAX_SAFE_INTEGER;
}
