import type { Control } from '../model/control.ts';
import { compareFindings } from '../model/finding-order.ts';
import { type FindingWords, type HostResult, hostLabel, type ReceivedReport } from '../model/fleet.ts';
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

type Outcome = Omit<HostResult, 'report' | 'findings'>;

/**
 * A report of a host as it counts, so that each format says of many hosts what it says of one: nothing in it is better
 * than the status of the host, and what no finding says is a problem.
 */
export function effectiveReport(result: Outcome, { tool, control, now, isStrict }: ReportContext): Report {
  const reports = counting(result).map((received) => {
    // Its shape has been checked.
    const report = toReport(received.content.json as JsonReport, result, control);
    return { ...report, findings: withWaivers(report.findings, received, { now, isStrict }) };
  });
  const [report = nothing(result, { tool, control, now })] = reports;
  const findings = effective(
    reports.flatMap((one) => one.findings),
    result,
  );
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

/** The findings of that report. */
export function effectiveFindings(result: Outcome, context: ReportContext): readonly FindingWords[] {
  const onlyWarned = result.received[0]?.onlyWarned;
  // Without a reason or --strict, what passes counts as it is.
  if (onlyWarned && result.reason === undefined && !context.isStrict) return [onlyWarned];
  return effectiveReport(result, context).findings;
}

/** Reports from the future count where they are worse. */
function counting({ reason, received, ahead }: Outcome): readonly ReceivedReport[] {
  return reason === 'clock' ? [...received, ...ahead] : received;
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
  const judged = findings.map((finding) => {
    const change = isStrict ? strictChange(finding) : undefined;
    return change ? { ...finding, ...change } : finding;
  });
  if (besides === 'fail') return judged.map(withoutWaiver);
  if (!judged.some(({ status }) => status === 'fail')) return judged;
  const accepted = new Map(open.map((one) => [one.index, one.accepted]));
  return judged.map((finding, index) => waiveFinding(finding, accepted.get(index) ?? [], now));
}

function withoutWaiver({ waiver: _, ...finding }: Finding): Finding {
  return finding;
}

/** Findings as they count, in order. Of reports that contradict each other, only what does not pass. */
function effective(findings: readonly Finding[], { reason, message = '' }: Outcome): Finding[] {
  const asTheyCount = findings.flatMap((finding): readonly Finding[] => {
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
  });
  return asTheyCount.sort(compareFindings);
}

function explanation(result: Outcome): Problem[] {
  const { message, hint } = result;
  return message === undefined || hint === undefined ? [] : [{ path: hostLabel(result), message, hint }];
}
