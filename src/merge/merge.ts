import type { Control } from '../model/control.ts';
import {
  type Fleet,
  type FleetProblem,
  type HostName,
  type HostResult,
  worstStatus,
} from '../model/fleet.ts';
import { compareNaturally } from '../model/natural-order.ts';
import type { Tool } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import type { Waiver } from '../model/waiver.ts';
import { unused } from '../waivers/waive-finding.ts';
import type { Collection } from './collection.ts';
import { expectedHosts, type ListedHost } from './expected-hosts.ts';
import { problemOf } from './faults.ts';
import type { Candidates } from './host-reports.ts';
import { type HostContext, hostResult } from './host-result.ts';
import { failing } from './open-findings.ts';

interface MergeOptions {
  readonly tool: Tool;
  readonly control: Control;
  /** A host that was expected and has no API server is no problem. */
  readonly isMissingAllowed: boolean;
}

/** What the reports that were received come to. */
export function merge(collection: Collection, { tool, control, isMissingAllowed }: MergeOptions): Fleet {
  const { now, maxAgeSeconds, isStrict, isExpecting } = collection;
  const receivedFrom = collection.hosts;
  const received = receivedFrom.map(({ name }) => name);
  const { names, missing, isExpected, ambiguous } = expectedHosts(
    collection.expected,
    collection.lines,
    received,
  );
  const known = new Set(collection.problems.map(({ code, message }) => `${code} ${message}`));
  // An earlier merge may have said so already.
  const problems = [
    ...collection.problems,
    ...ambiguous.map(ambiguity).filter(({ code, message }) => !known.has(`${code} ${message}`)),
  ];
  const candidates = [...receivedFrom, ...missing.map(withoutReport)];
  const similar = new Map<string, HostName[]>();
  if (missing.length > 0) {
    for (const name of received.filter((one) => !isExpected(one)).sort(compareNames)) {
      similar.set(spelling(name), [...(similar.get(spelling(name)) ?? []), name].slice(0, 3));
    }
  }
  const oldestAllowed = maxAgeSeconds === undefined ? undefined : now.getTime() - maxAgeSeconds * 1000;
  const context: HostContext = {
    control,
    tool,
    now,
    oldestAllowed,
    maxAgeSeconds,
    isStrict,
    isExpected: (name) => (isExpecting ? isExpected(name) : undefined),
    isMissingAllowed,
    similarTo: (name) => similar.get(spelling(name)) ?? [],
  };
  const hosts = candidates
    .sort((a, b) => compareNames(a.name, b.name))
    .map((one) => hostResult(one, context));
  const statuses = new Set<Status>(hosts.map(({ status }) => status));
  if (problems.length > 0) statuses.add('unknown');
  return {
    tool,
    control,
    mergedAt: now,
    maxAgeSeconds,
    isStrict,
    // Nothing received is never a pass.
    status: worstStatus(statuses) ?? 'unknown',
    expected: isExpecting ? [...names].sort(compareNames) : undefined,
    hosts,
    warnings: unmatched(collection.waivers, hosts, isStrict).map(unused),
    problems: [...problems].sort(
      (a, b) =>
        compareNaturally(a.path, b.path) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        compareNaturally(`${a.code} ${a.message}`, `${b.code} ${b.message}`),
    ),
  };
}

function unmatched(
  waivers: readonly Waiver[],
  hosts: readonly HostResult[],
  isStrict: boolean,
): readonly Waiver[] {
  if (waivers.length === 0) return [];
  const reports = hosts.flatMap(({ received, ahead }) => [...received, ...ahead]);
  const matched = new Set(
    reports.flatMap((report) => failing(report, isStrict).flatMap(({ accepted }) => accepted)),
  );
  return waivers.filter((waiver) => !matched.has(waiver));
}

/** The same for hosts that someone may have taken for one. */
function spelling({ host }: HostName): string {
  return host.normalize('NFKC').toLowerCase().replace(/\.$/, '');
}

function ambiguity({ host, path = '--hosts', line }: ListedHost): FleetProblem {
  const message = `lists ${host} without its cluster, but hosts of several clusters have that name`;
  return problemOf('ambiguous-host', { path, line: line ?? null }, { message });
}

function withoutReport(name: HostName): Candidates {
  return { name, reports: [], ahead: [], hasSuperseded: false, supersededFailure: undefined };
}

function compareNames(a: HostName, b: HostName): number {
  return compareNaturally(a.cluster ?? '', b.cluster ?? '') || compareNaturally(a.host, b.host);
}
