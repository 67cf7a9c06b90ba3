import type { Control } from '../model/control.ts';
import { type HostResult, hostLabel } from '../model/fleet.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report, Tool } from '../model/report.ts';
import { strictChange } from '../model/strict.ts';
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
  const reports = counting.map(({ text }) => toReport(JSON.parse(text) as JsonReport, result, control));
  const [report = nothing(result, { tool, control, now })] = reports;
  const findings = reports.flatMap((one) =>
    one.findings.flatMap((finding) => effective(finding, result, isStrict)),
  );
  const problems = reports.flatMap((one) => one.problems);
  const isSaid = reports.some((one) => one.findings.some((finding) => saysReason(finding, result, isStrict)));
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
function saysReason(
  finding: Finding,
  { reason, status }: Pick<HostResult, 'reason' | 'status'>,
  isStrict: boolean,
): boolean {
  const strict = isStrict ? strictChange(finding) : undefined;
  if (reason === 'warnings' || reason === 'cannot-read') return strict?.status === status;
  return finding.status === 'pass' && !strict && (reason === 'stale' || reason === 'clock');
}

/** Of reports that contradict each other, only what does not pass. */
function effective(
  finding: Finding,
  { reason, message = '' }: Omit<HostResult, 'report'>,
  isStrict: boolean,
): Finding[] {
  const strict = isStrict ? strictChange(finding) : undefined;
  if (strict) return [{ ...finding, ...strict }];
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
