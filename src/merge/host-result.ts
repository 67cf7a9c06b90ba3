import {
  type HostName,
  type HostReason,
  type HostResult,
  hostLabel,
  type ReceivedReport,
  worstStatus,
} from '../model/fleet.ts';
import type { Status } from '../model/verdict.ts';
import { durationWords } from './duration-words.ts';
import { effectiveFindings, effectiveReport, type ReportContext } from './effective-report.ts';
import type { Candidates } from './host-reports.ts';
import { acceptedStatus, failing } from './open-findings.ts';

export interface HostContext extends ReportContext {
  /** Milliseconds since 1970 UTC; undefined for any age. */
  readonly oldestAllowed: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly isStrict: boolean;
  /** Undefined where it is not known which hosts are expected. */
  readonly isExpected: (name: HostName) => boolean | undefined;
  readonly isMissingAllowed: boolean;
  /** Hosts with reports whose names differ from that of a host in their spelling or cluster. */
  readonly similarTo: (name: HostName) => readonly HostName[];
}

/** What a host comes to. The verdict of its report is copied; only whether it is there and recent is judged. */
export function hostResult(candidates: Candidates, context: HostContext): HostResult {
  const { name, hasSuperseded, supersededFailure } = candidates;
  // Where all are from the future, they are what there is of it.
  const [received, ahead] =
    candidates.reports.length > 0 ? [candidates.reports, candidates.ahead] : [candidates.ahead, []];
  const { status, reason } = outcomeOf(candidates, context);
  const explanation = reason === undefined ? undefined : EXPLANATIONS[reason](candidates, context);
  const [only] = received;
  const isWaived = status === 'pass' && only !== undefined && failing(only, context.isStrict).length > 0;
  const result: HostResult = {
    cluster: name.cluster,
    host: name.host,
    status,
    reported: received.length === 1 ? (received[0]?.status ?? null) : null,
    reason,
    message: explanation?.message,
    hint: explanation?.hint,
    isUnexpected: context.isExpected(name) === false,
    isWaived,
    hasSuperseded,
    ...(supersededFailure && { supersededFailure }),
    received,
    ahead,
    findings: () => effectiveFindings(result, context),
    report: () => effectiveReport(result, context),
  };
  return result;
}

interface Outcome {
  readonly status: Status;
  readonly reason: HostReason | undefined;
}

/** A report from the future never makes it better. */
function outcomeOf({ reports, ahead }: Candidates, context: HostContext): Outcome {
  const reason = reports.length === 0 && ahead.length > 0 ? 'clock' : reasonOf(reports, context);
  const status = statusOf(reports, reason, context);
  if (ahead.length === 0) return { status, reason };
  const early = ahead.map((report) => acceptedStatus(report, { ...context, isStrict: false }));
  const worst = worstStatus([...early, status]);
  const isWorse = worst !== undefined && worst !== status && worst !== 'pass';
  return isWorse ? { status: worst, reason: 'clock' } : { status, reason };
}

function reasonOf(reports: readonly ReceivedReport[], context: HostContext): HostReason | undefined {
  const [report, ...others] = reports;
  if (report === undefined) return 'missing';
  if (others.length > 0) return 'conflict';
  if (context.oldestAllowed !== undefined && report.auditedAt < context.oldestAllowed) return 'stale';
  if (report.contradiction !== undefined) return 'contradiction';
  const status = acceptedStatus(report, context);
  if (status !== report.status) {
    const plain = acceptedStatus(report, { ...context, isStrict: false });
    if (status !== plain) return status === 'fail' ? 'warnings' : 'cannot-read';
    return status === 'fail' ? 'waiver-expired' : 'waived';
  }
  const isWithoutServer = report.status === 'notapplicable' && context.isExpected(report.name) === true;
  return isWithoutServer && !context.isMissingAllowed ? 'no-api-server' : undefined;
}

/** Never better than a report says. */
function statusOf(
  reports: readonly ReceivedReport[],
  reason: HostReason | undefined,
  context: HostContext,
): Status {
  const statuses = reports.map((report) => acceptedStatus(report, context));
  if (statuses.includes('fail')) return 'fail';
  const [only] = statuses;
  return only !== undefined && (reason === undefined || reason === 'waived') ? only : 'unknown';
}

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

const EXPLANATIONS: Readonly<Record<HostReason, (of: Candidates, context: HostContext) => Explanation>> = {
  missing: ({ name }, { similarTo }) => {
    const similar = similarTo(name).map(hostLabel).join(', ');
    return {
      message: 'no report of it was received',
      hint:
        similar === ''
          ? 'Audit the host, or remove it from the list of hosts.'
          : `There is a report of ${similar}: list it so, or name it so with --host and --cluster.`,
    };
  },
  conflict: ({ reports }) => ({
    message: `${reports.length} reports of the same time differ: ${placesOf(reports)}`,
    hint: 'Remove the wrong one, or audit the host again.',
  }),
  clock: ({ reports, ahead }) => ({
    message: `its ${reports.length === 0 ? '' : 'newest '}${reportsDated(ahead)} in the future`,
    hint: 'Check the clock of the host, and audit it again.',
  }),
  stale: ({ reports }, { maxAgeSeconds = 0 }) => ({
    message: `its report of ${timesOf(reports)} is older than ${durationWords(maxAgeSeconds)}`,
    hint: 'Audit the host again.',
  }),
  contradiction: ({ reports }) => ({
    message: `its report ${reports.map(({ contradiction }) => contradiction).join()}`,
    hint: 'Audit the host again, and see how its report was made.',
  }),
  'no-api-server': () => ({
    message: 'no API server was found on it',
    hint: 'If that is expected, use --allow-missing, or remove it from the list of hosts.',
  }),
  warnings: () => ({ message: 'its report has warnings', hint: '--strict treats warnings as failures.' }),
  'cannot-read': () => ({
    message: 'its audit was not allowed to read everything',
    hint: 'With --strict, what cannot be read does not pass.',
  }),
  waived: () => ({
    message: 'what fails in its report is waived',
    hint: 'It fails again after the day on which the waiver ends.',
  }),
  'waiver-expired': () => ({
    message: 'what fails in its report was waived then, and no longer is',
    hint: 'Fix it, or renew the waiver.',
  }),
};

const MAX_PLACES = 5;

function placesOf(reports: readonly ReceivedReport[]): string {
  const shown = reports.slice(0, MAX_PLACES).map(({ source, line }) => `${source}:${line}`);
  return [...shown, ...(reports.length > MAX_PLACES ? ['…'] : [])].join(', ');
}

function reportsDated(reports: readonly ReceivedReport[]): string {
  const times = reports.map(({ auditedAt }) => auditedAt).sort((a, b) => a - b);
  const newest = `${new Date(times.at(-1) ?? 0).toISOString().slice(0, 19)}Z`;
  return reports.length === 1 ? `report is dated ${newest},` : `reports are dated up to ${newest},`;
}

function timesOf(reports: readonly ReceivedReport[]): string {
  return reports.map(({ auditedAt }) => `${new Date(auditedAt).toISOString().slice(0, 19)}Z`).join();
}
