import type { Control } from '../model/control.ts';
import { type Finding, type Outcome, outcomeOf, type Report, type Reporter } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import { entriesOf } from './words/examined.ts';
import { findingPosition, messageOf, problemWords } from './words/finding.ts';
import { onHost, problemOnHost } from './words/identity.ts';
import { serverLabel } from './words/origin.ts';

const STATES = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'WARN',
  notapplicable: 'INFO',
  // As kube-bench marks a test that is to be skipped.
  waived: 'INFO',
} as const satisfies Record<Status | Outcome, string>;

/** How kube-bench names the place of the control; 1.6 is the last edition that has it for a flag with an effect. */
const EDITION = 'cis-1.6';
const NODE = { text: 'Master Node Security Configuration', type: 'master' };
const GROUP = 'API Server';

/**
 * What `kube-bench --json` prints of this one check, with a result for each finding and problem.
 * https://github.com/aquasecurity/kube-bench/blob/main/check/controls.go
 */
export const kubeBench: Reporter = (report) => {
  const { control } = report;
  const section = control.id.split('.').slice(0, -1).join('.');
  const results = resultsOf(report);
  const count = (state: Result['status']) => results.filter(({ status }) => status === state).length;
  const [pass, fail, warn, info] = [count('PASS'), count('FAIL'), count('WARN'), count('INFO')];
  const totals = { total_pass: pass, total_fail: fail, total_warn: warn, total_info: info };
  const group = { section, type: '', pass, fail, warn, info, desc: GROUP, results };
  const controls = {
    id: control.id.split('.')[0],
    version: EDITION,
    detected_version: '',
    text: NODE.text,
    node_type: NODE.type,
    tests: [group],
    ...totals,
  };
  return `${JSON.stringify({ Controls: [controls], Totals: totals }, null, 2)}\n`;
};

type Result = ReturnType<typeof resultOf>;

function resultsOf(report: Report): Result[] {
  const { control } = report;
  const results = entriesOf(report, {
    finding: (finding) => findingResult(finding, report),
    problem: (problem) =>
      resultOf(control, {
        status: 'WARN',
        remediation: problem.hint,
        reason: problemOnHost(problem, report, problemWords(problem)),
      }),
    none: (message) => resultOf(control, { status: 'INFO', reason: onHost(report, message) }),
  });
  // Readers that keep one result of a number keep the last: the worst.
  const order = ['PASS', 'INFO', 'WARN', 'FAIL'];
  return results.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
}

function findingResult(finding: Finding, report: Report): Result {
  const { control } = report;
  const { evidence, warnings, origin } = finding;
  const position = origin.kind === 'process' ? undefined : findingPosition(finding);
  const where = position ? `${position.path}:${position.line}: ` : '';
  const notes = warnings.map(({ code, message }) => ` [${code}] ${message}`).join('');
  return resultOf(control, {
    status: STATES[outcomeOf(finding)],
    remediation: finding.remediation ?? finding.hint ?? control.remediation,
    actual_value: evidence.actual,
    expected_result: evidence.expected,
    reason: onHost(report, `${where}${serverLabel(finding)}: ${messageOf(finding)}${notes}`),
  });
}

interface OwnResult {
  readonly status: (typeof STATES)[Status];
  readonly reason: string;
  readonly remediation?: string;
  readonly actual_value?: string;
  readonly expected_result?: string;
}

function resultOf(control: Control, own: OwnResult) {
  const { status, reason, remediation = control.remediation } = own;
  return {
    test_number: control.id,
    test_desc: control.title,
    audit: control.audit,
    AuditEnv: '',
    AuditConfig: '',
    type: '',
    remediation,
    test_info: [remediation],
    status,
    actual_value: own.actual_value ?? '',
    scored: true,
    IsMultiple: false,
    expected_result: own.expected_result ?? control.expected,
    reason,
  };
}
