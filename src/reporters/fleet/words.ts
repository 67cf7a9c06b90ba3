import { type Fleet, fleetSummary, type HostReason, type HostResult } from '../../model/fleet.ts';
import type { Status } from '../../model/verdict.ts';

const WORST_FIRST = ['fail', 'unknown', 'notapplicable', 'pass'] as const satisfies readonly Status[];

/** The same hosts, those that fail before those that are unknown, and those before all others. */
export function worstFirst(hosts: readonly HostResult[]): HostResult[] {
  return WORST_FIRST.flatMap((status) => hosts.filter((host) => host.status === status));
}

/** So many hosts are listed even if they pass. */
export const FEW = 25;

interface ListedHosts {
  readonly shown: readonly HostResult[];
  /** How many others pass, or have no API server, in words; empty if there is no other. */
  readonly others: string;
}

/** The hosts that a list for people names: all of a few, and of many those that do not pass. */
export function listedHosts({ hosts }: Fleet, isVerbose: boolean): ListedHosts {
  const all = worstFirst(hosts);
  if (isVerbose || all.length <= FEW) return { shown: all, others: '' };
  const shown = all.filter(({ status }) => isBad(status));
  const count = (wanted: Status) => all.filter(({ status }) => status === wanted).length;
  const others = parts([
    [count('pass'), count('pass') === 1 ? 'host that passes' : 'hosts that pass'],
    [count('notapplicable'), 'without an API server'],
  ]);
  return { shown, others };
}

/** When it was audited, `2026-01-31 12:00` in UTC; empty where it has not reported. */
export function auditedWords({ received: [report] }: HostResult): string {
  return report === undefined ? '' : new Date(report.auditedAt).toISOString().slice(0, 16).replace('T', ' ');
}

/** Reasons that a table can say in a word, with one advice for all. */
export const NOTES: readonly HostReason[] = ['missing', 'stale', 'no-api-server'];

/** Whether there is more to be said of a host that does not pass than a table has room for. */
export function needsExplanation({ status, reason }: HostResult): boolean {
  return status === 'fail' || (status === 'unknown' && !(reason && NOTES.includes(reason)));
}

function isBad(status: Status): boolean {
  return status === 'fail' || status === 'unknown';
}

/** Why a host has its status: what is to be said of its report, else the first of what it says. */
export function whyOf({ status, message, isUnexpected, report }: HostResult): string {
  if (message !== undefined) return message;
  if (!isBad(status)) return isUnexpected ? 'it was not expected' : '';
  const { findings, problems } = report();
  const worst = findings.find((finding) => finding.status === status);
  return worst?.reason ?? problems[0]?.message ?? '';
}

/** `500 hosts: 1 failed, 3 unknown, 496 passed; 2 missing, 1 stale; 1 problem`. */
export function countedHosts(fleet: Fleet): string {
  const { hosts, problems } = fleet;
  const { pass, fail, unknown, notapplicable } = fleetSummary(fleet);
  const reasonCount = (reason: HostResult['reason']) => hosts.filter((host) => host.reason === reason).length;
  const unexpected = hosts.filter(({ isUnexpected }) => isUnexpected).length;
  const statuses = parts([
    [fail, 'failed'],
    [unknown, 'unknown'],
    [notapplicable, 'without an API server'],
    [pass, 'passed'],
  ]);
  const reasons = parts([
    [reasonCount('missing'), 'missing'],
    [reasonCount('stale'), 'stale'],
    [reasonCount('conflict'), 'in conflict'],
    [reasonCount('clock'), 'from the future'],
    [unexpected, 'unexpected'],
    [hosts.filter(({ hasSuperseded }) => hasSuperseded).length, 'with older reports'],
  ]);
  const counted = `${hosts.length} ${hosts.length === 1 ? 'host' : 'hosts'}`;
  return [
    statuses === '' ? counted : `${counted}: ${statuses}`,
    ...(reasons === '' ? [] : [reasons]),
    ...(problems.length === 0
      ? []
      : [`${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`]),
  ].join('; ');
}

function parts(counts: readonly (readonly [count: number, words: string])[]): string {
  return counts.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`])).join(', ');
}
