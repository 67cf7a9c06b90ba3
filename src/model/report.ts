import type { SetAside } from './api-server.ts';
import type { Span } from './argument.ts';
import type { Control } from './control.ts';
import type { SourceName } from './discovery.ts';
import type { Origin } from './invocation.ts';
import type { Problem } from './problem.ts';
import type { Release } from './release.ts';
import { type Evidence, type Status, type VerdictStatus, type Warning, worstOf } from './verdict.ts';
import type { AcceptedRisk } from './waiver.ts';

/** Lines of a file around a position, with the values of other arguments left out. */
export interface Excerpt {
  /** Each begins with `indent` blanks. */
  readonly lines: readonly { readonly number: number; readonly indent: number; readonly text: string }[];
  /** The underlined part of one of these lines; the column counts from 1, indent included. */
  readonly underline: Span;
}

/** A verdict on one target. Every text in it is printable. */
export interface Finding {
  readonly status: VerdictStatus;
  readonly reason: string;
  /** The reason is why the server refuses to start. */
  readonly isRefused?: true;
  readonly origin: Origin;
  readonly program: string;
  /** The release it was judged as; absent where that is unknown. */
  readonly release?: Release;
  readonly evidence: Evidence;
  readonly warnings: readonly Warning[];
  /** The verdict itself would not fail; --strict treats warnings as failures. */
  readonly failsByWarnings: boolean;
  readonly excerpt?: Excerpt;
  /** What to do about a server that fails, or will after a restart. */
  readonly remediation?: string;
  /** What to do where the status is `unknown`. */
  readonly hint?: string;
  /** The files that will start the server again, where a process shows none. */
  readonly startedBy?: readonly string[];
  /** Set where it fails and that is accepted. */
  readonly waiver?: AcceptedRisk;
}

/** What a finding counts as. */
export type Outcome = VerdictStatus | 'waived';

export function outcomeOf({ status, waiver }: Pick<Finding, 'status' | 'waiver'>): Outcome {
  return status === 'fail' && waiver !== undefined ? 'waived' : status;
}

/** What an audit examined. */
export interface Examined {
  readonly source: SourceName;
  readonly processes: number;
  readonly files?: number;
  /** The files of the host that were read to learn about its API servers. */
  readonly hostFiles?: readonly string[];
  readonly setAside: readonly SetAside[];
  /** What there is to know about how it was examined, one sentence. */
  readonly note?: string;
  /** What of the host could not be seen. */
  readonly blindSpot?: Problem;
}

/** What a merge says of a host besides its report. */
export interface Merged {
  /** Why its status is another than that of its report, in the word that JSON has for it. */
  readonly reason: string | undefined;
  readonly isUnexpected: boolean;
  /** Older reports of it were left out. */
  readonly hasSuperseded: boolean;
  /** The times of a report that was not received are those of the merge. */
  readonly isReceived: boolean;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** All findings of a run. Every text from outside in it is printable. */
export interface Report {
  readonly tool: Tool;
  readonly control: Control;
  /** Null where the name of the audited host is not known. */
  readonly host: string | null;
  /** The cluster it belongs to; null unless the user said so. */
  readonly cluster: string | null;
  /** Whether the user said which host it is, and so has to see it. */
  readonly isHostNamed: boolean;
  readonly startedAt: Date;
  readonly auditedAt: Date;
  readonly status: Status;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  /** Worth knowing about the run and no server of it. */
  readonly warnings?: readonly Warning[];
  readonly examined: Examined;
  /** Absent in an audit. */
  readonly merged?: Merged;
}

export type Summary = Readonly<Record<Outcome, number>>;

export function summaryOf(findings: readonly Finding[]): Summary {
  const count = (outcome: Outcome) => findings.filter((finding) => outcomeOf(finding) === outcome).length;
  return { pass: count('pass'), fail: count('fail'), unknown: count('unknown'), waived: count('waived') };
}

/** The worst of the findings; what could not be read is unknown, and what is waived does not count. */
export function statusOf({ findings, problems }: Pick<Report, 'findings' | 'problems'>): Status {
  const outcomes = findings.map(outcomeOf).map((outcome) => (outcome === 'waived' ? 'pass' : outcome));
  return worstOf([...outcomes, ...problems.map(() => 'unknown' as const)]);
}

/** The status of a report, which is no plain pass where something fails and is waived. */
export function shownStatus({ status, findings }: Pick<Report, 'status' | 'findings'>): Status | 'waived' {
  const isWaived = findings.some((finding) => outcomeOf(finding) === 'waived');
  return status === 'pass' && isWaived ? 'waived' : status;
}

/** What a text for people is laid out for. */
export interface Layout {
  readonly isColoured: boolean;
  /** Those of the terminal; absent where the text is for any. */
  readonly columns?: number;
  readonly rows?: number;
  /** The address of a file by its path, where paths become links. */
  readonly linkTo?: (path: string) => string;
}

export interface RenderOptions extends Layout {
  readonly exitStatus: number;
  readonly isVerbose: boolean;
}

/** A report in one format. The text ends with one newline and has no escape sequence unless it is coloured. */
export type Reporter = (report: Report, options: RenderOptions) => string;

export const TOOL = { name: 'kubelet-https-audit', version: '0.1.0' } as const;
