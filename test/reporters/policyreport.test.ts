import { readFileSync } from 'node:fs';
import { ClusterPolicyReport } from '@kubernetes-models/kyverno/wgpolicyk8s.io/v1alpha2/ClusterPolicyReport';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { problemPlace } from '../../src/model/problem.ts';
import type { Report } from '../../src/model/report.ts';
import { policyreport } from '../../src/reporters/policyreport.ts';
import { EXAMPLES, entriesIn, fileOf, reportOn } from '../support/reports.ts';

const RESULTS = ['pass', 'fail', 'warn', 'error', 'skip'] as const;
const SCHEMA = new URL('../fixtures/schemas/cluster-policy-report.schema.json', import.meta.url);
const validate = new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

interface Result {
  readonly result: (typeof RESULTS)[number];
  readonly message: string;
  readonly properties?: Readonly<Record<string, string>>;
  readonly timestamp: object;
}

interface PolicyReport {
  readonly metadata: { readonly name: string };
  readonly scope?: { readonly kind: string; readonly name: string };
  readonly summary: Readonly<Record<(typeof RESULTS)[number], number>>;
  readonly results: readonly Result[];
}

function render(report: Report): string {
  return policyreport(report, { exitStatus: 1, isColoured: false, isVerbose: false });
}

/** Clusters read YAML 1.1, other readers 1.2: both have to find the same. */
function parse(report: Report): PolicyReport {
  const [read = {}, old, ...more] = (['1.1', '1.2'] as const).flatMap((version) =>
    parseAllDocuments(render(report), { version }).map((document) => {
      expect([...document.errors, ...document.warnings]).toEqual([]);
      return document.toJS();
    }),
  );
  expect(more).toEqual([]);
  expect(old).toEqual(read);
  validate(read);
  expect(validate.errors ?? []).toEqual([]);
  expect(() => new ClusterPolicyReport(read).validate()).not.toThrow();
  return read;
}

const { 'several servers': several = reportOn({}), 'not applicable': none = reportOn({}) } = EXAMPLES;
const { files = reportOn({}), 'a problem': unread = reportOn({}) } = EXAMPLES;

describe('the policy report', () => {
  test.each(Object.entries(EXAMPLES))('fits the definition, and adds up: %s', (_, report) => {
    const { results, summary } = parse(report);
    expect(results).toHaveLength(Math.max(1, report.findings.length + report.problems.length));
    for (const outcome of RESULTS) {
      expect(results.filter(({ result }) => result === outcome)).toHaveLength(summary[outcome]);
    }
  });

  test.each(Object.entries(EXAMPLES))('gives every text back as it was: %s', (_, report) => {
    const { results, scope } = parse(report);
    expect(scope?.name).toBe(report.host?.toLowerCase());
    const { findings, problems } = entriesIn(report);
    for (const { index, finding } of findings) {
      const { reason, evidence, program, origin, warnings } = finding;
      const { message, properties = {} } = results[index] ?? {};
      expect(message).toContain(reason);
      const { expected, actual } = evidence;
      expect(properties).toMatchObject({ program, kind: origin.kind, expected, actual });
      for (const warning of warnings) expect(properties.warnings).toContain(warning.message);
    }
    for (const { index, problem } of problems) {
      const { message, hint } = problem;
      const result = results[index];
      expect(result?.message).toBe(`${problemPlace(problem)}: ${message}. ${hint}`);
      expect(result?.properties?.path).toBe(problem.path);
    }
  });

  test.each([
    {
      why: 'a fail, an unknown, a problem, a pass',
      report: several,
      expected: ['fail', 'error', 'error', 'pass'],
    },
    { why: 'nothing found', report: none, expected: ['skip'] },
    { why: 'a problem alone', report: unread, expected: ['error'] },
  ])('has an outcome for each result: $why', ({ report, expected }) => {
    expect(parse(report).results.map(({ result }) => result)).toEqual(expected);
  });

  test.each([
    { host: 'master-1', name: 'kubelet-https-audit-master-1', why: 'a plain name' },
    {
      host: 'Node_A.Example.COM',
      name: /^kubelet-https-audit-[0-9a-f]{8}\.node-a\.example\.com$/,
      why: 'capitals and others',
    },
    { host: 'a-..-.b.', name: /^kubelet-https-audit-[0-9a-f]{8}\.a\.b$/, why: 'labels that are empty' },
    { host: '☸', name: /^kubelet-https-audit-[0-9a-f]{8}$/, why: 'nothing that a name can have' },
    { host: null, name: 'kubelet-https-audit', why: 'no host' },
    { host: 'x'.repeat(300), name: /^kubelet-https-audit-[0-9a-f]{8}\.x{223}$/, why: 'too long' },
    { host: `${'x'.repeat(222)}..y`, name: /^kubelet-https-audit-[0-9a-f]{8}\.x{222}$/, why: 'cut at a dot' },
  ])('has a name that a cluster takes, and no other host: $why', ({ host, name }) => {
    const own = parse(reportOn({}, { host })).metadata.name;
    expect(own).toMatch(name);
    expect(own.length).toBeLessThanOrEqual(253);
    const names = ['a', 'b', null].map(
      (cluster) => parse({ ...reportOn({}, { host }), cluster }).metadata.name,
    );
    expect(new Set(names).size).toBe(3);
  });

  test.each('no on Y null ~ 1e3 0x1f 012 12:30:45 1_000 2024-01-01 << = .inf'.split(' '))(
    'keeps the text %j text',
    (word) => {
      const report = reportOn({ invocations: [fileOf(word, ['kube-apiserver'], { object: word })] });
      expect(parse(report).results[0]?.properties).toMatchObject({ path: word, object: word });
    },
  );

  test('is about a node, and says when', () => {
    const { scope, results } = parse(
      reportOn({}, { host: 'Master-1', auditedAt: new Date('2026-01-31T12:00:00.125Z') }),
    );
    expect(scope).toEqual({ apiVersion: 'v1', kind: 'Node', name: 'master-1' });
    expect(results[0]?.timestamp).toEqual({ seconds: 1_769_860_800, nanos: 125_000_000 });
  });

  test('says what to do', () => {
    expect(parse(several).results[0]?.properties?.remediation).toBe(several.control.remediation);
    expect(parse(several).results[1]?.properties).not.toHaveProperty('remediation');
    expect(parse(files).results[1]?.properties).toEqual({
      kind: 'file',
      program: 'kube-apiserver',
      path: 'deploy/b.yaml',
      format: 'workload',
      object: 'Pod kube-system/kube-apiserver',
      container: 'kube-apiserver',
      place: 'deploy/b.yaml:7:5',
      expected: '--kubelet-https is not set, or true',
      actual: '--kubelet-https=false',
      remediation: 'Remove the --kubelet-https parameter from deploy/b.yaml:7.',
    });
  });

  test('shows no argument but the evidence', () => {
    const secret = fileOf('a.yaml', ['kube-apiserver', '--token=hunter2', '--kubelet-https=false']);
    expect(render(reportOn({ invocations: [secret] }))).not.toContain('hunter2');
  });
});
