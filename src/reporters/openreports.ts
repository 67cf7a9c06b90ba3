import { problemPlace } from '../model/problem.ts';
import { type Finding, outcomeOf, type Report, type Reporter } from '../model/report.ts';
import { type Outcome, policyResults, reportName } from './policy-results.ts';
import { entriesOf } from './words/examined.ts';
import { messageOf, problemWords } from './words/finding.ts';
import { onHost, problemOnHost, serverName } from './words/identity.ts';
import { type Key, ordinalsOf } from './words/origin.ts';

/**
 * A Report of OpenReports, in JSON: DefectDojo reads that and no YAML, and no ClusterReport.
 * https://github.com/openreports/reports-api
 */
export const openreports: Reporter = (report) => `${JSON.stringify(openReport(report), null, 2)}\n`;

/** By these and by `pkgName` DefectDojo takes results for the same: a failure must not be the duplicate of a pass. */
const SEVERITIES = {
  pass: 'info',
  skip: 'info',
  warn: 'low',
  fail: 'high',
  error: 'high',
} as const satisfies Record<Outcome, string>;

/** The object of a host. */
export function openReport(report: Report) {
  const { tool } = report;
  const { results, ...body } = policyResults(report, {
    finding: (finding) => findingWords(finding, report),
    problem: (problem) => problemOnHost(problem, report, problemWords(problem), ' '),
    none: (message) => onHost(report, message),
  });
  const names = namesOf(report);
  return {
    apiVersion: 'openreports.io/v1alpha1',
    kind: 'Report',
    metadata: { name: reportName(report) },
    source: tool.name,
    ...body,
    results: results.map((result, index) => ({
      ...result,
      severity: SEVERITIES[result.result],
      properties: { ...result.properties, pkgName: names[index] },
    })),
  };
}

/** What each result is about, in words that stay the same over restarts and that no other result has. */
function namesOf(report: Report): string[] {
  const names = entriesOf<Key>(report, {
    finding: (finding) => ({ key: subjectOf(finding, report), origin: finding.origin }),
    problem: (problem) => ({ key: problemOnHost(problem, report, problemPlace(problem), ' ') }),
    none: () => ({ key: onHost(report, 'API servers', ' ') }),
  });
  const ordinals = ordinalsOf(names);
  return names.map(({ key }, index) => (ordinals[index] === 1 ? key : `${key} (${ordinals[index]})`));
}

/** With what to do about it: a reader may show only this. The pid, which changes with every start, is a property. */
function findingWords(finding: Finding, report: Report): string {
  const { remediation } = finding;
  const advice = outcomeOf(finding) === 'fail' && remediation !== undefined ? `. ${remediation}` : '';
  return `${subjectOf(finding, report)}: ${messageOf(finding)}${advice}`;
}

function subjectOf(finding: Finding, report: Report): string {
  const { origin } = finding;
  const name = serverName(finding);
  return onHost(report, origin.kind === 'process' ? name : `${origin.path} ${name}`, ' ');
}
