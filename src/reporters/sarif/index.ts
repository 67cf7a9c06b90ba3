import type { Report, Reporter } from '../../model/report.ts';
import { jsonTarget } from '../json.ts';
import { sarifInvocation } from './invocation.ts';
import { sarifLog } from './log.ts';
import { sarifResults } from './result.ts';

/**
 * SARIF 2.1.0 for GitHub code scanning and editors: what fails and what is unknown are results.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif: Reporter = (report, { exitStatus }) => {
  const { tool, control, findings, status, host, cluster } = report;
  return sarifLog(tool, control, {
    ...automationDetails(report),
    invocations: [sarifInvocation(report, exitStatus)],
    results: sarifResults(report),
    properties: {
      status,
      host,
      cluster,
      targets: findings.map((finding) => ({
        status: finding.status,
        ...jsonTarget(finding.origin, finding.program),
        warnings: finding.warnings.map(({ code }) => code),
      })),
    },
  });
};

/**
 * `category/run`: every host has its own category, so that its report does not replace that of another.
 * Files have none, as GitHub's upload action sets the user's category only where there is none.
 */
function automationDetails({ tool, host, cluster, auditedAt }: Report) {
  const names = [cluster, host].flatMap((name) => (name === null ? [] : [encodeURIComponent(name)]));
  if (names.length === 0) return {};
  const id = [tool.name, ...names, auditedAt.toISOString()].join('/');
  return { automationDetails: { id } };
}
