import type { Reporter } from '../model/report.ts';
import { jsonFinding, jsonProblem } from './json.ts';
import { blindSpotsOf, entriesOf } from './words/examined.ts';
import { problemPlace } from './words/finding.ts';

/**
 * A line of JSON for each finding, complete by itself: what surrounds the finding is as in the JSON report, and `entry`
 * of `entries` says whether a line is missing. A problem is a line of status `unknown`, and a run that found nothing is
 * one of status `notapplicable`.
 */
export const ndjson: Reporter = (report) => {
  const { tool, control, host, cluster, auditedAt, status } = report;
  const [blindSpot] = blindSpotsOf(report);
  const { id, benchmark, title } = control;
  const run = {
    schemaVersion: 1,
    tool,
    control: { id, benchmark, title },
    host,
    cluster,
    auditedAt: auditedAt.toISOString(),
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
  const entries = lines.length;
  return lines.map((line, index) => `${JSON.stringify({ ...line, entry: index + 1, entries })}\n`).join('');
};
