import type { Control } from '../../model/control.ts';
import type { Report, Reporter, Tool } from '../../model/report.ts';
import { jsonTarget } from '../json.ts';
import { sarifInvocation } from './invocation.ts';
import { SOURCE_ROOT } from './location.ts';
import { sarifResults } from './result.ts';
import { sarifRule } from './rule.ts';

const INFORMATION_URI = 'https://github.com/OWNER/kubelet-https-audit#readme';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

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

interface Run {
  readonly automationDetails?: { readonly id: string };
  /** One for each host. */
  readonly invocations: readonly object[];
  readonly results: readonly object[];
  readonly properties: object;
}

/** A log of one run. */
export function sarifLog({ name, version }: Tool, control: Control, run: Run): string {
  const driver = {
    name,
    version,
    semanticVersion: version,
    informationUri: INFORMATION_URI,
    rules: [sarifRule(control)],
  };
  const common = {
    tool: { driver },
    originalUriBaseIds: {
      [SOURCE_ROOT]: { description: { text: 'The directory in which the audit ran.' } },
    },
    columnKind: 'utf16CodeUnits',
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [{ ...common, ...run }] }, null, 2)}\n`;
}

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
