import { type ContextualizedEvaluation, convertFileContextual, isContextualizedEvaluation } from 'inspecjs';
import { describe, expect, test } from 'vitest';
import { type Report, shownStatus } from '../../src/model/report.ts';
import type { Status } from '../../src/model/verdict.ts';
import { hdf, hdfDocument, hdfProfile } from '../../src/reporters/hdf.ts';
import { EXAMPLES, entriesIn, fileOf, reportOn } from '../support/reports.ts';

const STATUSES = {
  pass: 'Passed',
  fail: 'Failed',
  unknown: 'Profile Error',
  notapplicable: 'Not Applicable',
  waived: 'Not Applicable',
} as const satisfies Record<Status | 'waived', string>;

/** What MITRE's own reader makes of it. */
function read(text: string): ContextualizedEvaluation {
  const evaluation = convertFileContextual(text);
  if (!isContextualizedEvaluation(evaluation)) throw new Error('this is no run');
  return evaluation;
}

function controlsOf(text: string) {
  return read(text).contains.flatMap(({ contains }) => contains.map(({ hdf: control }) => control));
}

function render(report: Report): string {
  return hdf(report, { exitStatus: 1, isColoured: false, isVerbose: false });
}

const EVERY = Object.entries(EXAMPLES);
const { 'a host of a cluster': clustered = reportOn({}), 'a blind spot': blind = reportOn({}) } = EXAMPLES;
const { 'a waived failure alone': waived = reportOn({}) } = EXAMPLES;
const { 'a waived failure beside others': partly = reportOn({}) } = EXAMPLES;
const { 'several servers': several = reportOn({}), 'not applicable': none = reportOn({}) } = EXAMPLES;

describe('the Heimdall Data Format', () => {
  test.each(EVERY)('has for its reader the status of the report: %s', (_, report) => {
    expect(controlsOf(render(report)).map(({ status }) => status)).toEqual([STATUSES[shownStatus(report)]]);
  });

  test('is tried with every status', () => {
    expect(new Set(EVERY.map(([, report]) => shownStatus(report)))).toEqual(new Set(Object.keys(STATUSES)));
  });

  test.each(EVERY)('has a result for each server and each problem, with its evidence: %s', (_, report) => {
    const [control] = controlsOf(render(report));
    const segments = control?.segments ?? [];
    expect(segments).toHaveLength(Math.max(1, report.findings.length + report.problems.length));
    const { host, cluster } = report;
    const label = cluster === null ? host : `${cluster}/${host}`;
    for (const { code_desc } of segments)
      expect(code_desc.startsWith(host === null ? '' : `${label} `)).toBe(true);
    for (const { index, finding } of entriesIn(report).findings) {
      const { reason, evidence, warnings } = finding;
      const { message, skip_message, code_desc } = segments[index] ?? {};
      const shown = message ?? skip_message;
      expect(code_desc).toContain(evidence.expected);
      expect(shown).toContain(reason);
      for (const warning of warnings) expect(shown).toContain(warning.message);
    }
  });

  test('does not let what is unknown hide a failure', () => {
    const [control] = controlsOf(render(several));
    expect(control?.status_list).toEqual(['failed', 'skipped', 'skipped', 'passed']);
    expect(control?.message).toContain('FAILED -- Test: master-1 kube-apiserver pid 4242: ');
    expect(control?.message).toContain('SKIPPED -- master-1 k3s server pid 812: ');
    const { findings } = several;
    const rest = {
      ...several,
      status: 'unknown',
      findings: findings.filter(({ status }) => status !== 'fail'),
    } as const;
    expect(controlsOf(render(rest))[0]?.status_list).toEqual(['error', 'error', 'passed']);
  });

  test('names the control for auditors, and what to do', () => {
    const [control] = controlsOf(render(clustered));
    expect(control?.rawNistTags).toEqual(['SC-8']);
    expect(control?.wraps.tags).toMatchObject({ cci: ['CCI-002418'], host: 'cp-2', cluster: 'prod-eu-1' });
    expect(control?.severity).toBe('high');
    expect(control?.wraps.tags.fix).toBe(clustered.control.remediation);
    expect(control?.descriptions).toMatchObject({
      fix: clustered.control.remediation,
      check: clustered.control.audit,
      rationale: clustered.control.rationale,
    });
    expect(controlsOf(render(blind))[0]?.descriptions.caveat).toContain('/proc: it hides the processes');
  });

  test('is waived as InSpec waives: the control is skipped, and says why', () => {
    const [control] = controlsOf(render(waived));
    expect(control?.waived).toBe(true);
    expect(control?.wraps).toMatchObject({
      waiver_data: {
        expiration_date: '2026-12-31',
        justification: 'waived until 2026-12-31: replaced; approved by Jane Doe',
        skipped_due_to_waiver: true,
      },
    });
    expect(control?.status_list).toEqual(['skipped']);
    for (const report of [several, reportOn({}), partly]) {
      expect(JSON.parse(render(report)).profiles[0].controls[0]).not.toHaveProperty('waiver_data');
    }
    expect(controlsOf(render(partly))[0]?.message).toContain('waived until 2026-12-31: replaced');
  });

  test('says why it is not applicable', () => {
    expect(controlsOf(render(none))[0]?.finding_details).toContain(
      'master-1: No API server found among 143 processes',
    );
  });

  test('holds many hosts, each with a profile and a control of its own name', () => {
    const hosts = EVERY.map(([, report], index) => ({ ...report, host: `cp-${index}`, cluster: 'prod' }));
    const text = hdfDocument(clustered.tool, {
      target: 'prod',
      duration: 0,
      profiles: hosts.map(hdfProfile),
    });
    const profiles = read(text).contains;
    expect(profiles.map(({ data }) => data.name)).toEqual(
      hosts.map(({ host }) => `kubelet-https-audit prod/${host}`),
    );
    expect(controlsOf(text).map(({ wraps, status }) => [wraps.title?.split(':')[0], status])).toEqual(
      hosts.map((report) => [`prod/${report.host}`, STATUSES[shownStatus(report)]]),
    );
  });

  test('shows no argument but the evidence', () => {
    const secret = fileOf('a.yaml', ['kube-apiserver', '--token=hunter2', '--kubelet-https=false']);
    expect(render(reportOn({ invocations: [secret] }))).not.toContain('hunter2');
  });
});
