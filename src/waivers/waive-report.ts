import { compareFindings } from '../model/finding-order.ts';
import { type Report, statusOf } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';
import { isOnlyAbout, matches } from './matches.ts';
import { unused, waiveFinding } from './waive-finding.ts';

/**
 * A report with its failures waived that are accepted on the day of the audit, and a warning for each waiver of this host
 * alone that matches none. What passes or is unknown stays as it is.
 */
export function waiveReport(report: Report, waivers: readonly Waiver[]): Report {
  const used = new Set<Waiver>();
  const waived = report.findings.map((finding) => {
    if (finding.status !== 'fail') return finding;
    const own = waivers.filter((waiver) => matches(waiver, finding, report));
    for (const waiver of own) used.add(waiver);
    return waiveFinding(finding, own, report.auditedAt);
  });
  const findings = waived.sort(compareFindings);
  const idle = waivers.filter((waiver) => !used.has(waiver) && isOnlyAbout(waiver, report));
  return {
    ...report,
    findings,
    status: statusOf({ findings, problems: report.problems }),
    ...(idle.length > 0 && { warnings: idle.map(unused) }),
  };
}
