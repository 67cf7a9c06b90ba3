import type { Control } from '../model/control.ts';
import { compareFindings } from '../model/finding-order.ts';
import { type HostResult, hostLabel, type ReceivedReport } from '../model/fleet.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report, Tool } from '../model/report.ts';
import { strictChange } from '../model/strict.ts';
import { waiveFinding } from '../waivers/waive-finding.ts';
import { type JsonReport, toReport } from './json-report.ts';

/** What a report has where none was received. */
export interface ReportContext {
  readonly tool: Tool;
  readonly control: Control;
  readonly now: Date;
  readonly isStrict: boolean;
}

/**
 * A report of a host as it counts, so that each format says of many hosts what it says of one: nothing in it is better
 * than the status of the host, and what no finding says is a problem.
 */
export function effectiveReport(
  result: Omit<HostResult, 'report'>,
  { tool, control, now, isStrict }: ReportContext,
): Report {
  // Those from the future count where they are worse.
  const counting = result.reason === 'clock' ? [...result.received, ...result.ahead] : result.received;
  // The text was made of what has this shape.
  const reports = counting.map((received) => {
    const report = toReport(JSON.parse(received.text) as JsonReport, result, control);
    return { ...report, findings: withWaivers(report.findings, received, { now, isStrict }) };
  });
  const [report = nothing(result, { tool, control, now })] = reports;
  const findings = reports
    .flatMap((one) => one.findings.flatMap((finding) => effective(finding, result)))
    .sort(compareFindings);
  const problems = reports.flatMap((one) => one.problems);
  const isSaid = reports.some((one) => one.findings.some((finding) => saysReason(finding, result)));
  return {
    ...report,
    status: result.status,
    findings,
    problems: isSaid ? problems : [...problems, ...explanation(result)],
    merged: {
      reason: result.reason,
      isUnexpected: result.isUnexpected,
      hasSuperseded: result.hasSuperseded,
      isReceived: reports.length > 0,
    },
  };
}

function nothing(
  { cluster, host }: Pick<HostResult, 'cluster' | 'host'>,
  { tool, control, now }: Omit<ReportContext, 'isStrict'>,
): Report {
  const examined = { source: 'files', processes: 0, files: 0, setAside: [] } as const;
  const times = { startedAt: now, auditedAt: now };
  const name = { host, cluster, isHostNamed: true };
  return { tool, control, ...name, ...times, status: 'unknown', findings: [], problems: [], examined };
}

/** Whether the finding says, as it counts, why the host has its status. */
function saysReason({ status, failsByWarnings }: Finding, { reason }: Pick<HostResult, 'reason'>): boolean {
  if (reason === 'warnings') return failsByWarnings;
  if (reason === 'cannot-read') return status === 'unknown';
  if (reason === 'waived' || reason === 'waiver-expired') return status === 'fail';
  return status === 'pass' && (reason === 'stale' || reason === 'clock');
}

/**
 * The findings of a report with what --strict makes of them, and what accepts those that fail: nothing in a report that
 * says elsewhere that something fails.
 */
function withWaivers(
  findings: readonly Finding[],
  { open, besides }: ReceivedReport,
  { now, isStrict }: Pick<ReportContext, 'now' | 'isStrict'>,
): Finding[] {
  const accepted = new Map(open.map((one) => [one.index, one.accepted]));
  return findings.map((finding, index) => {
    const judged = { ...finding, ...(isStrict && strictChange(finding)) };
    return besides === 'fail' ? withoutWaiver(judged) : waiveFinding(judged, accepted.get(index) ?? [], now);
  });
}

function withoutWaiver({ waiver: _, ...finding }: Finding): Finding {
  return finding;
}

/** Of reports that contradict each other, only what does not pass. */
function effective(finding: Finding, { reason, message = '' }: Omit<HostResult, 'report'>): Finding[] {
  if (finding.status !== 'pass') return [finding];
  switch (reason) {
    case 'conflict':
      return [];
    case 'stale':
    case 'clock':
      return [{ ...finding, status: 'unknown', reason: `${message}; it says: ${finding.reason}` }];
    default:
      return [finding];
  }
}

function explanation(result: Omit<HostResult, 'report'>): Problem[] {
  const { message, hint } = result;
  return message === undefined || hint === undefined ? [] : [{ path: hostLabel(result), message, hint }];
}
