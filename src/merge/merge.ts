import type { Control } from '../model/control.ts';
import { type Fleet, type HostName, hostLabel } from '../model/fleet.ts';
import { compareNaturally } from '../model/natural-order.ts';
import type { Tool } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import type { Candidates, Collection } from './collection.ts';
import { expectedHosts } from './expected-hosts.ts';
import { problemOf } from './faults.ts';
import { hostResult } from './host-result.ts';

interface MergeOptions {
  readonly tool: Tool;
  readonly control: Control;
  /** A host that was expected and has no API server is no problem. */
  readonly isMissingAllowed: boolean;
}

/** What the reports that were received come to. */
export function merge(collection: Collection, { tool, control, isMissingAllowed }: MergeOptions): Fleet {
  const { now, maxAgeSeconds, isStrict, expected } = collection;
  const expectation = expectedHosts(expected);
  // An earlier merge may have said so already.
  const isNew =
    expectation.isAmbiguous(collection.hosts) && !collection.problems.some(({ code }) => code === AMBIGUOUS);
  const ambiguity = problemOf(AMBIGUOUS, { path: '--hosts', line: null });
  const problems = [...collection.problems, ...(isNew ? [ambiguity] : [])];
  const candidates = [...collection.hosts, ...expectation.missing(collection.hosts).map(withoutReport)];
  const oldestAllowed = maxAgeSeconds === undefined ? undefined : now.getTime() - maxAgeSeconds * 1000;
  const hosts = candidates
    .sort((a, b) => compareNames(a.name, b.name))
    .map((one) =>
      hostResult(one, {
        control,
        tool,
        now,
        oldestAllowed,
        maxAgeSeconds,
        isStrict,
        isExpected: expectation.isExpected(one.name),
        isMissingAllowed,
      }),
    );
  const statuses = new Set<Status>(hosts.map(({ status }) => status));
  if (problems.length > 0) statuses.add('unknown');
  return {
    tool,
    control,
    mergedAt: now,
    maxAgeSeconds,
    isStrict,
    // Nothing received is never a pass.
    status: WORST_FIRST.find((status) => statuses.has(status)) ?? 'unknown',
    expected: expected && [...expected].sort(compareNames),
    hosts,
    problems: [...problems].sort(
      (a, b) =>
        compareNaturally(a.path, b.path) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        compareNaturally(`${a.code} ${a.message}`, `${b.code} ${b.message}`),
    ),
  };
}

const AMBIGUOUS = 'ambiguous-host';

/** A fleet has no API server only if no host of it has one. */
const WORST_FIRST: readonly Status[] = ['fail', 'unknown', 'pass', 'notapplicable'];

function withoutReport(name: HostName): Candidates {
  return { name, reports: [], isAhead: false, hasSuperseded: false };
}

function compareNames(a: HostName, b: HostName): number {
  return compareNaturally(a.cluster ?? '', b.cluster ?? '') || compareNaturally(hostLabel(a), hostLabel(b));
}
