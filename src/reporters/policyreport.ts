import { stringify } from 'yaml';
import type { Report, Reporter } from '../model/report.ts';
import { policyResults, reportName } from './policy-results.ts';
import { messageOf, problemWords } from './words/finding.ts';
import { serverLabel } from './words/origin.ts';

const YAML = { lineWidth: 0, compat: 'yaml-1.1' } as const;

/**
 * A ClusterPolicyReport of the Kubernetes Policy Working Group, one YAML document. It is about a node, which is in no
 * namespace; a PolicyReport would need one.
 * https://github.com/kubernetes-sigs/wg-policy-prototypes/tree/master/policy-report
 */
export const policyreport: Reporter = (report) => stringify(policyReport(report), YAML);

/** The object of a host. */
export function policyReport(report: Report) {
  return {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'ClusterPolicyReport',
    metadata: { name: reportName(report) },
    ...policyResults(report, {
      finding: (finding) => `${serverLabel(finding)}: ${messageOf(finding)}`,
      problem: problemWords,
      none: (message) => message,
    }),
  };
}
