import { type Fleet, fleetSummary, type HostReason, type HostResult } from '../../model/fleet.ts';
import { outcomeOf } from '../../model/report.ts';
import type { Status } from '../../model/verdict.ts';
import { shorten } from '../words/layout.ts';
import { type ShownStatus, waiverWords } from '../words/status.ts';

/** How people see hosts, in this order; many that none has to look at are folded under their name. */
export const GROUPS: readonly {
  readonly isOf: (host: HostResult) => boolean;
  readonly foldedAs?: string;
}[] = [
  { isOf: (host) => hostStatus(host) === 'fail' },
  { isOf: (host) => hostStatus(host) === 'unknown' },
  { isOf: (host) => hostStatus(host) === 'waived' },
  {
    isOf: (host) => hostStatus(host) === 'pass' && hasNotes(host),
    foldedAs: 'hosts that pass with a note, such as a warning',
  },
  { isOf: (host) => hostStatus(host) === 'notapplicable', foldedAs: 'hosts without an API server' },
  { isOf: (host) => hostStatus(host) === 'pass' && !hasNotes(host), foldedAs: 'hosts that pass' },
];

/** The status of a host, which is no plain pass where it passes because what fails is waived. */
export function hostStatus({ status, isWaived }: HostResult): ShownStatus {
  return isWaived ? 'waived' : status;
}

/** The same of all hosts. */
export function fleetStatus({ status, hosts }: Fleet): ShownStatus {
  return status === 'pass' && hosts.some(({ isWaived }) => isWaived) ? 'waived' : status;
}

/** The same hosts, those that fail before those that are unknown, and those before what is waived and all others. */
export function worstFirst(hosts: readonly HostResult[]): HostResult[] {
  return GROUPS.flatMap(({ isOf }) => hosts.filter(isOf));
}

/** So many hosts are listed even if they pass. */
export const FEW = 25;

interface ListedHosts {
  readonly shown: readonly HostResult[];
  /** How many others pass, or have no API server, in words; empty if there is no other. */
  readonly others: string;
}

/** The hosts that a list for people names: all of a few, and of many those that do not pass or were not expected. */
export function listedHosts({ hosts }: Fleet, isVerbose: boolean): ListedHosts {
  const all = worstFirst(hosts);
  if (isVerbose || all.length <= FEW) return { shown: all, others: '' };
  const isNamed = ({ status, isUnexpected, isWaived }: HostResult) =>
    isBad(status) || isUnexpected || isWaived;
  const shown = all.filter(isNamed);
  const rest = all.filter((host) => !isNamed(host));
  const count = (wanted: Status) => rest.filter(({ status }) => status === wanted).length;
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

/**
 * Whether there is more to be said of a host that does not pass, or is waived, than a table has room for. That its clock is wrong is a
 * problem, which says it.
 */
export function needsExplanation({ status, reason, isWaived }: HostResult): boolean {
  const isSaid = reason !== undefined && (reason === 'clock' || NOTES.includes(reason));
  return status === 'fail' || isWaived || (status === 'unknown' && !isSaid);
}

function isBad(status: Status): boolean {
  return status === 'fail' || status === 'unknown';
}

export function hasWarnings({ received }: HostResult): boolean {
  return received.some((report) => report.hasWarnings);
}

/** How many warnings the findings of a host have. */
function warningCount(host: HostResult): number {
  return hasWarnings(host) ? host.findings().flatMap(({ warnings }) => warnings).length : 0;
}

function hasNotes(host: HostResult): boolean {
  return host.isUnexpected || host.hasSuperseded || hasWarnings(host);
}

/** What else there is to say of a host, each in a word or two. */
export function notesOf(host: HostResult): string[] {
  const warnings = warningCount(host);
  return [
    ...(host.isUnexpected ? ['unexpected'] : []),
    ...(host.hasSuperseded ? ['superseded'] : []),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`]),
  ];
}

/** Why a host has its status, and what else there is to say of it. */
export function whyOf(host: HostResult): string {
  const notes = notesOf(host).map((note) => NOTE_WORDS[note] ?? note);
  return [shorten(mainReason(host)), ...notes].filter((words) => words !== '').join('; ');
}

const NOTE_WORDS: Readonly<Record<string, string>> = {
  unexpected: 'it was not expected',
  superseded: 'older reports of it were left out',
};

/** What is to be said of the report of a host, else the first of what it says. */
function mainReason(host: HostResult): string {
  const { status, message, reason, report, isWaived } = host;
  if (message !== undefined && reason !== 'waived') return message;
  if (!isBad(status) && !isWaived) return '';
  const { findings, problems } = report();
  const waiver = findings.find((finding) => outcomeOf(finding) === 'waived')?.waiver;
  if (isWaived && waiver) return waiverWords(waiver);
  const worst = findings.find((finding) => finding.status === status);
  return worst?.reason ?? problems[0]?.message ?? '';
}

/** `500 hosts: 1 failed, 3 unknown, 496 passed; 2 missing, 1 stale; 1 problem`. */
export function countedHosts(fleet: Fleet): string {
  const { hosts, problems } = fleet;
  const { pass, fail, unknown, notapplicable } = fleetSummary(fleet);
  const reasonCount = (reason: HostResult['reason']) => hosts.filter((host) => host.reason === reason).length;
  const waived = hosts.filter(({ isWaived }) => isWaived).length;
  const unexpected = hosts.filter(({ isUnexpected }) => isUnexpected).length;
  const statuses = parts([
    [fail, 'failed'],
    [unknown, 'unknown'],
    [notapplicable, 'without an API server'],
    [waived, 'waived'],
    [pass - waived, 'passed'],
  ]);
  const reasons = parts([
    [reasonCount('missing'), 'missing'],
    [reasonCount('stale'), 'stale'],
    [reasonCount('conflict'), 'in conflict'],
    [reasonCount('clock'), 'from the future'],
    [unexpected, 'unexpected'],
    [hosts.filter(({ hasSuperseded }) => hasSuperseded).length, 'with older reports'],
    [hosts.filter(hasWarnings).length, 'with warnings'],
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
