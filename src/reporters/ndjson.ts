import { problemPlace } from '../model/problem.ts';
import type { Merged, Report, Reporter } from '../model/report.ts';
import { jsonFinding, jsonProblem } from './json.ts';
import { blindSpotsOf, entriesOf } from './words/examined.ts';

/**
 * A line of JSON for each finding, complete by itself: what surrounds the finding is as in the JSON report, and `entry`
 * of `entries` says whether a line is missing. A problem is a line of status `unknown`, and a run that found nothing is
 * one of status `notapplicable`.
 */
export const ndjson: Reporter = (report) => numberedLines(ndjsonLines(report));

/** The lines of a report, each JSON whose last brace is open: its number is still to be added. */
export function ndjsonLines(report: Report): string[] {
  const { tool, control, host, cluster, auditedAt, status, merged } = report;
  const [blindSpot] = blindSpotsOf(report);
  const { id, benchmark, title } = control;
  const run = {
    schemaVersion: 1,
    tool,
    control: { id, benchmark, title },
    host,
    cluster,
    auditedAt: merged?.isReceived === false ? null : auditedAt.toISOString(),
    ...(merged && mergedFields(merged)),
  };
  const lines = entriesOf<object>(report, {
    finding: (finding) => ({ ...run, ...jsonFinding(finding), ...(blindSpot && { blindSpot }) }),
    problem: (problem) => ({
      ...run,
      status: 'unknown',
      reason: `${problemPlace(problem)}: ${problem.message}`,
      hint: problem.hint,
      problem: jsonProblem(problem),
    }),
    none: (reason) => ({ ...run, status, reason }),
  });
  return lines.map((line) => JSON.stringify(line).slice(0, -1));
}

/** As in the JSON report on many hosts; null is the reason of a status that is that of the report. */
function mergedFields({ reason, isUnexpected, hasSuperseded }: Merged) {
  return { merge: { reason: reason ?? null, unexpected: isUnexpected, superseded: hasSuperseded } };
}

export function numberedLines(lines: readonly string[]): string {
  const entries = lines.length;
  return lines.map((line, index) => `${line},"entry":${index + 1},"entries":${entries}}\n`).join('');
}
