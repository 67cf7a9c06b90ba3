import type { Control } from '../model/control.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report, Reporter } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import { noneFoundWords } from './words/examined.ts';
import { findingPosition, messageOf, problemWords } from './words/finding.ts';
import { hostOrPath, serverLabel } from './words/origin.ts';

const STATES = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'WARN',
  notapplicable: 'INFO',
} as const satisfies Record<Status, string>;

/** How kube-bench names the place of the control; 1.6 is the last edition that has it for a flag with an effect. */
const EDITION = 'cis-1.6';
const NODE = { text: 'Master Node Security Configuration', type: 'master' };
const GROUP = 'API Server';

interface Result {
  readonly test_number: string;
  readonly test_desc: string;
  readonly audit: string;
  readonly AuditEnv: string;
  readonly AuditConfig: string;
  readonly type: string;
  readonly remediation: string;
  readonly test_info: readonly string[];
  readonly status: (typeof STATES)[Status];
  readonly actual_value: string;
  readonly scored: boolean;
  readonly IsMultiple: boolean;
  readonly expected_result: string;
  readonly reason: string;
}

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

function resultsOf(report: Report): Result[] {
  const { control, findings, problems } = report;
  const results = [
    ...findings.map((finding) => findingResult(finding, report)),
    ...problems.map((problem) => problemResult(problem, control)),
  ];
  // Readers that keep one result of a number keep the last: the worst.
  const order = ['PASS', 'WARN', 'FAIL'];
  if (results.length > 0) return results.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return [resultOf(control, { status: 'INFO', reason: noneFoundWords(report) })];
}

function findingResult(finding: Finding, { control, host }: Report): Result {
  const { status, evidence, warnings, origin } = finding;
  const position = origin.kind === 'process' ? undefined : findingPosition(finding);
  const where = position ? `${position.path}:${position.line}` : hostOrPath(origin, host);
  const notes = warnings.map(({ code, message }) => ` [${code}] ${message}`).join('');
  return resultOf(control, {
    status: STATES[status],
    remediation: finding.remediation ?? finding.hint ?? control.remediation,
    actual_value: evidence.actual,
    expected_result: evidence.expected,
    reason: `${where}: ${serverLabel(finding)}: ${messageOf(finding)}${notes}`,
  });
}

function problemResult(problem: Problem, control: Control): Result {
  return resultOf(control, { status: 'WARN', remediation: problem.hint, reason: problemWords(problem) });
}

function resultOf(
  control: Control,
  own: Pick<Result, 'status' | 'reason'> &
    Partial<Pick<Result, 'remediation' | 'actual_value' | 'expected_result'>>,
): Result {
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
