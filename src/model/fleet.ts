import type { Control } from './control.ts';
import type { Finding, RenderOptions, Report, Tool } from './report.ts';
import type { Status, Warning } from './verdict.ts';
import type { AcceptedRisk, Waiver } from './waiver.ts';

/** The length of the longest name that DNS has. */
export const MAX_NAME = 253;

/** What a report is of. Hosts of all clusters may be called cp-1. */
export interface HostName {
  /** Null where its report names none. */
  readonly cluster: string | null;
  readonly host: string;
}

/** Why a host has another status than a report of it says, or none, by the word that JSON has for it. */
export type HostReason =
  /** It was expected, and no report of it was received. */
  | 'missing'
  /** Reports of the same time say different things. */
  | 'conflict'
  /** Its report is from the future, or one that is says worse than the others. */
  | 'clock'
  /** Its report is older than allowed. */
  | 'stale'
  /** Its report says one thing and shows another. */
  | 'contradiction'
  /** It was expected, and no API server was found on it. */
  | 'no-api-server'
  /** --strict treats warnings as failures. */
  | 'warnings'
  /** Its report could not see everything; with --strict that does not pass. */
  | 'cannot-read'
  /** What fails in its report is waived by a merge. */
  | 'waived'
  /** What fails in its report was waived then, and no longer is. */
  | 'waiver-expired';

/** A finding that fails, or passes with warnings and so would fail with --strict. */
export interface OpenFinding {
  /** Which finding of its report it is, from 0. */
  readonly index: number;
  readonly status: 'fail' | 'pass';
  /** What its report accepts it with. */
  readonly waiver?: AcceptedRisk;
  /** What merges accept it with; those of this one are waivers. */
  readonly accepted: readonly (AcceptedRisk | Waiver)[];
}

/** What is said of a server besides which it is and what the verdict rests on. */
export type FindingWords = Pick<Finding, 'status' | 'remediation' | 'waiver' | 'warnings'>;

/** A report of a host as it was received. */
export interface ReceivedReport {
  readonly name: HostName;
  /** Milliseconds since 1970 UTC. */
  readonly auditedAt: number;
  /** The worst that it says. */
  readonly status: Status;
  /** How it contradicts itself, a phrase: `says pass, but has exit status 2`. */
  readonly contradiction?: string;
  /** The worst that it says where each finding that fails is accepted. */
  readonly besides: Status;
  /** The same with --strict, where what could not be read does not pass. */
  readonly strictlyBesides: Status;
  readonly open: readonly OpenFinding[];
  readonly hasWarnings: boolean;
  readonly toolVersion: string;
  /** The path of the file it was read from; `-` for standard input. */
  readonly source: string;
  /** The line that it begins on, from 1. */
  readonly line: number;
  /** What it says of a server that passes with warnings, if that is all that it says. */
  readonly onlyWarned?: FindingWords;
  /** Its JSON with every text in it printable, parsed and on one line; each is made when it is asked for. */
  readonly content: { readonly json: unknown; readonly oneLine: string };
}

/** Where a report was read that no longer counts. */
export interface SupersededReport {
  /** Milliseconds since 1970 UTC. */
  readonly auditedAt: number;
  readonly source: string;
  readonly line: number;
}

/** What is known about one host in the end. */
export interface HostResult extends HostName {
  readonly status: Status;
  /** What its report says; null where there is no report, or no single one. */
  readonly reported: Status | null;
  readonly reason: HostReason | undefined;
  /** What the reason comes to, a sentence without a full stop. */
  readonly message: string | undefined;
  readonly hint: string | undefined;
  readonly isUnexpected: boolean;
  /** It passes because what fails is waived. */
  readonly isWaived: boolean;
  /** Older reports of it were left out. */
  readonly hasSuperseded: boolean;
  /**
   * In no cluster, so that reports of several hosts may be taken for one: the newest that fails of the older reports
   * that were left out.
   */
  readonly supersededFailure?: SupersededReport;
  /** None where it is missing, several where they contradict each other or are all from the future. */
  readonly received: readonly ReceivedReport[];
  /** Beside those, reports from the future: they cannot make it pass, and may count when it is their time. */
  readonly ahead: readonly ReceivedReport[];
  /**
   * A report with the status of this result, made when it is asked for: findings that no longer count as passing are
   * not passing, and what no finding says is a problem.
   */
  readonly report: () => Report;
  /** The findings of that report, in less time where they are those of `onlyWarned`. */
  readonly findings: () => readonly FindingWords[];
}

export const FLEET_PROBLEMS = [
  'unreadable',
  'empty',
  'not-utf8',
  'not-json',
  'cut-off',
  'too-large',
  'too-deep',
  'duplicate-key',
  'not-a-report',
  'schema-version',
  'host',
  'clock',
  'ambiguous-host',
] as const;

/** Something among the reports that could not be taken for a report of a host. */
export interface FleetProblem {
  readonly code: (typeof FLEET_PROBLEMS)[number];
  readonly path: string;
  /** From 1; null where it is about the whole file. */
  readonly line: number | null;
  readonly message: string;
  readonly hint: string;
}

/** Reports of many hosts put together. Every text from outside in it is printable. */
export interface Fleet {
  readonly tool: Tool;
  readonly control: Control;
  readonly mergedAt: Date;
  /** An older report does not pass; undefined for any age. */
  readonly maxAgeSeconds: number | undefined;
  readonly isStrict: boolean;
  readonly status: Status;
  /** Hosts that must have reported; undefined where that is not known. A null cluster is any. */
  readonly expected: readonly HostName[] | undefined;
  /** One for each host, in the order of their names. */
  readonly hosts: readonly HostResult[];
  readonly problems: readonly FleetProblem[];
  /** Waivers of this merge that match nothing. */
  readonly warnings: readonly Warning[];
}

/** A fleet in one format, as `Reporter` is for one host. */
export type FleetReporter = (fleet: Fleet, options: RenderOptions) => string;

/** `prod-eu-1/cp-2`, or `cp-2` in no cluster. */
export function hostLabel({ cluster, host }: HostName): string {
  return cluster === null ? host : `${cluster}/${host}`;
}

/** The statuses of hosts: there is no API server only where no host has one. */
export const WORST_FIRST = ['fail', 'unknown', 'pass', 'notapplicable'] as const satisfies readonly Status[];

/** The worst of the statuses of hosts, or of their reports; undefined where there is none. */
export function worstStatus(statuses: Iterable<Status>): Status | undefined {
  const said = new Set(statuses);
  return WORST_FIRST.find((status) => said.has(status));
}

/** How many hosts have each status. */
export function fleetSummary({ hosts }: Fleet): Readonly<Record<Status, number>> {
  const summary = { pass: 0, fail: 0, unknown: 0, notapplicable: 0 };
  for (const { status } of hosts) summary[status] += 1;
  return summary;
}
