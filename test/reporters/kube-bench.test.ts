import { describe, expect, test } from 'vitest';
import { problemPlace } from '../../src/model/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { kubeBench } from '../../src/reporters/kube-bench.ts';
import { serverLabel } from '../../src/reporters/words/origin.ts';
import { EXAMPLES, fileOf, reportOn } from '../support/reports.ts';

/** The names and types of kube-bench's Go structs, from their json tags; untagged fields keep their Go name. */
const DOCUMENT = { Controls: 'array', Totals: 'object' };
const SUMMARY = { total_pass: 'number', total_fail: 'number', total_warn: 'number', total_info: 'number' };
const CONTROLS = {
  id: 'string',
  version: 'string',
  detected_version: 'string',
  text: 'string',
  node_type: 'string',
  tests: 'array',
  ...SUMMARY,
};
const GROUP = {
  section: 'string',
  type: 'string',
  pass: 'number',
  fail: 'number',
  warn: 'number',
  info: 'number',
  desc: 'string',
  results: 'array',
};
const CHECK = {
  test_number: 'string',
  test_desc: 'string',
  audit: 'string',
  AuditEnv: 'string',
  AuditConfig: 'string',
  type: 'string',
  remediation: 'string',
  test_info: 'array',
  status: 'string',
  actual_value: 'string',
  scored: 'boolean',
  IsMultiple: 'boolean',
  expected_result: 'string',
  reason: 'string',
};

interface Result {
  readonly status: string;
  readonly reason: string;
  readonly remediation: string;
  readonly test_info: readonly string[];
  readonly actual_value: string;
}

function typesOf(value: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, Array.isArray(part) ? 'array' : typeof part]),
  );
}

function parse(report: Report) {
  const document = JSON.parse(kubeBench(report, { exitStatus: 1, isColoured: false, isVerbose: false }));
  const [controls] = document.Controls;
  const [group] = controls.tests;
  return { document, controls, group, results: group.results as Result[] };
}

const { 'several servers': several = reportOn({}), 'not applicable': none = reportOn({}) } = EXAMPLES;
const { files = reportOn({}), 'a problem': unread = reportOn({}) } = EXAMPLES;

describe('the kube-bench report', () => {
  test.each(Object.entries(EXAMPLES))('has the structure of kube-bench: %s', (_, report) => {
    const { document, controls, group, results } = parse(report);
    expect(typesOf(document)).toEqual(DOCUMENT);
    expect(typesOf(controls)).toEqual(CONTROLS);
    expect(typesOf(group)).toEqual(GROUP);
    expect(typesOf(document.Totals)).toEqual(SUMMARY);
    for (const result of results) {
      expect(typesOf(result)).toEqual(CHECK);
      expect(result.status).toMatch(/^(?:PASS|FAIL|WARN|INFO)$/);
      expect(result.test_info).toEqual([result.remediation]);
    }
  });

  test.each(Object.entries(EXAMPLES))('adds up: %s', (_, report) => {
    const { document, controls, group, results } = parse(report);
    const count = (state: string) => results.filter(({ status }) => status === state).length;
    const counts = [count('PASS'), count('FAIL'), count('WARN'), count('INFO')];
    const totals = ['total_pass', 'total_fail', 'total_warn', 'total_info'];
    expect(results).toHaveLength(Math.max(1, report.findings.length + report.problems.length));
    expect(['pass', 'fail', 'warn', 'info'].map((key) => group[key])).toEqual(counts);
    expect(totals.map((key) => controls[key])).toEqual(counts);
    expect(totals.map((key) => document.Totals[key])).toEqual(counts);
  });

  test.each(Object.entries(EXAMPLES))('gives every text back as it was: %s', (_, report) => {
    const { results } = parse(report);
    for (const finding of report.findings) {
      const { reason, evidence, warnings } = finding;
      const result = results.find((one) => one.reason.includes(`${serverLabel(finding)}: ${reason}`));
      expect(result?.actual_value).toBe(evidence.actual);
      for (const { message } of warnings) expect(result?.reason).toContain(message);
    }
    for (const problem of report.problems) {
      const { message, hint } = problem;
      const text = `${problemPlace(problem)}: ${message}. ${hint}`;
      const result = results.find((one) => one.reason.endsWith(text));
      expect(result?.remediation).toBe(hint);
    }
  });

  test.each([
    {
      why: 'a pass, a fail, an unknown, a problem',
      report: several,
      statuses: ['PASS', 'WARN', 'WARN', 'FAIL'],
    },
    { why: 'nothing found', report: none, statuses: ['INFO'] },
    { why: 'nothing but a problem', report: unread, statuses: ['WARN'] },
  ])('has a status for each result: $why', ({ report, statuses }) => {
    expect(parse(report).results.map(({ status }) => status)).toEqual(statuses);
  });

  test('names the check as kube-bench does', () => {
    const { controls, group, results } = parse(several);
    const { id, version, node_type } = controls;
    expect({ id, version, node_type }).toEqual({ id: '1', version: 'cis-1.6', node_type: 'master' });
    expect({ section: group.section, desc: group.desc }).toEqual({ section: '1.2', desc: 'API Server' });
    expect(results.at(-1)).toMatchObject({
      test_number: '1.2.4',
      actual_value: '--kubelet-https=false',
      expected_result: '--kubelet-https is not set, or true',
      remediation: several.control.remediation,
      reason:
        'master-1: kube-apiserver pid 4242: --kubelet-https=false (argument 2) allows plain HTTP to the kubelets',
    });
  });

  test('names the file to edit', () => {
    expect(parse(files).results.map(({ remediation }) => remediation)).toContain(
      'Remove the --kubelet-https parameter from deploy/b.yaml:7.',
    );
  });

  test('shows no argument but the evidence', () => {
    const secret = fileOf('a.yaml', ['kube-apiserver', '--token=hunter2', '--kubelet-https=false']);
    expect(JSON.stringify(parse(reportOn({ invocations: [secret] })))).not.toContain('hunter2');
  });
});
