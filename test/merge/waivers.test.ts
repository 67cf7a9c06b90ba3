import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../src/model/fleet.ts';
import { outcomeOf } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { fleetJson, jsonReport, type MergedWith, mergeReports, mergeTexts } from '../support/fleets.ts';
import { parseFleet } from '../support/report-schema.ts';
import { waiverOf } from '../support/reports.ts';

const FAIL = jsonReport({ example: 'fail' });
const ANY = { waivers: [waiverOf({})] };

/** `pass waived`, with what each finding counts as: `waived, pass`. */
const saidOf = ({ hosts }: Fleet) =>
  hosts.map((host) => {
    const { status, reason, report } = host;
    const outcomes = report().findings.map(outcomeOf);
    return [[status, ...(reason === undefined ? [] : [reason])].join(' '), outcomes.join()];
  });

describe('what a merge makes of waivers', () => {
  interface Row {
    readonly why: string;
    readonly report: Record<string, unknown>;
    readonly waivers?: readonly Waiver[];
    readonly options?: MergedWith;
    readonly status: string;
    readonly findings: string;
  }
  const rows: readonly Row[] = [
    { why: 'a failure that it waives', report: FAIL, ...ANY, status: 'pass waived', findings: 'waived' },
    {
      why: 'a failure of another host',
      report: FAIL,
      waivers: [waiverOf({ match: { host: ['cp-2'] } })],
      status: 'fail',
      findings: 'fail',
    },
    {
      why: 'a failure whose waiver has ended',
      report: FAIL,
      waivers: [waiverOf({ until: '2026-01-31' })],
      status: 'fail',
      findings: 'fail',
    },
    {
      why: 'a failure that was waived already',
      report: jsonReport({ example: 'a waived failure alone' }),
      status: 'pass',
      findings: 'waived',
    },
    {
      why: 'one that was waived, and no longer is',
      report: jsonReport({ example: 'a waiver that ends that day' }),
      status: 'fail waiver-expired',
      findings: 'fail',
    },
    {
      why: 'one that was waived, and is again',
      report: jsonReport({ example: 'a waiver that ends that day' }),
      ...ANY,
      status: 'pass',
      findings: 'waived',
    },
    {
      why: 'one that is too old',
      report: FAIL,
      ...ANY,
      options: { maxAgeSeconds: 60 },
      status: 'unknown stale',
      findings: 'waived',
    },
    {
      why: 'what is unknown beside it',
      report: jsonReport({ example: 'several servers' }),
      ...ANY,
      status: 'unknown waived',
      findings: 'unknown,waived,pass',
    },
    {
      why: 'one of two that fail',
      report: jsonReport({ example: 'files' }),
      waivers: [waiverOf({ match: { path: ['deploy/*'] } })],
      status: 'fail',
      findings: 'fail,unknown,waived,pass',
    },
    {
      why: 'a pass with warnings, which --strict would fail',
      report: jsonReport({ example: 'what the files of a host add' }),
      ...ANY,
      options: { isStrict: true },
      status: 'pass',
      findings: 'waived',
    },
    {
      why: 'the same without --strict',
      report: jsonReport({ example: 'what the files of a host add' }),
      ...ANY,
      status: 'pass',
      findings: 'pass',
    },
    {
      why: 'a report that fails, and has no finding that does',
      report: jsonReport({ status: 'fail', exitStatus: 1 }),
      ...ANY,
      status: 'fail',
      findings: 'pass',
    },
    {
      why: 'a report that has lost one of its failures',
      report: jsonReport({ example: 'fail', summary: { pass: 0, fail: 2, unknown: 0 } }),
      ...ANY,
      status: 'fail',
      findings: 'fail',
    },
    {
      why: 'a report that contradicts itself',
      report: jsonReport({ example: 'fail', status: 'pass', exitStatus: 0 }),
      ...ANY,
      status: 'fail contradiction',
      findings: 'fail',
    },
    {
      why: 'a waiver that somebody wrote into a finding of a report that fails',
      report: { ...FAIL, findings: withWaiver(FAIL) },
      status: 'fail',
      findings: 'fail',
    },
    {
      why: 'a report from the future',
      report: jsonReport({ example: 'fail', auditedAt: '2026-03-01T00:00:00Z' }),
      ...ANY,
      status: 'unknown clock',
      findings: 'waived',
    },
  ];

  test.each(rows)('$why: $status', ({ report, waivers, options, status, findings }) => {
    const fleet = mergeReports([report], { ...options, ...(waivers && { waivers }) });
    expect(saidOf(fleet)).toEqual([[status, findings]]);
    const all = fleet.hosts.flatMap((host) => host.report().findings);
    expect(all.filter((one) => one.status !== 'fail' && one.waiver !== undefined)).toEqual([]);
    const written = fleetJson(fleet);
    expect(parseFleet(written).hosts.waived).toBe(status.startsWith('pass') && findings === 'waived' ? 1 : 0);
    const again = mergeTexts({ 'a.json': written });
    // Whether it is from the future is a problem, too; nothing else is wrong with what a merge writes.
    expect(again.problems.filter(({ code }) => code !== 'clock')).toEqual([]);
    expect(saidOf(again)).toEqual([[status, findings]]);
  });
});

describe('a merge of merges', () => {
  const region = fleetJson(mergeReports([FAIL], ANY));

  test('keeps what was waived in each', () => {
    expect(saidOf(mergeTexts({ 'a.json': region }))).toEqual([['pass waived', 'waived']]);
  });

  test('does not let the waivers of one region waive failures of another', () => {
    const fleet = mergeTexts({
      'a.json': region,
      'b.json': fleetJson(mergeReports([jsonReport({ example: 'fail', cluster: 'dev' })])),
    });
    expect(saidOf(fleet).map(([status]) => status)).toEqual(['fail', 'pass waived']);
  });

  test('does not let them waive a newer report of the same host', () => {
    const newer = jsonReport({ example: 'fail', auditedAt: '2026-02-01T11:30:00Z' });
    const fleet = mergeTexts({ 'a.json': region, 'b.json': JSON.stringify(newer) });
    expect(saidOf(fleet)).toEqual([['fail', 'fail']]);
  });

  test('waives the same report also where another region did not', () => {
    const texts = { 'a.json': fleetJson(mergeReports([FAIL])), 'b.json': region };
    expect(saidOf(mergeTexts(texts))).toEqual([['pass waived', 'waived']]);
    expect(saidOf(mergeTexts(Object.fromEntries(Object.entries(texts).reverse())))).toEqual([
      ['pass waived', 'waived'],
    ]);
  });

  test('fails again when what was waived has ended', () => {
    const now = new Date('2027-01-01T00:00:00Z');
    const fleet = mergeTexts({ 'a.json': region }, { now });
    expect(saidOf(fleet)).toEqual([['fail', 'fail']]);
    expect(fleet.problems).toEqual([]);
  });

  test.each([
    ['is waived by nothing', { waivers: [] }],
    [
      'is waived by what is about another finding',
      { waivers: [{ finding: 1, reason: 'r', until: '2030-01-01' }] },
    ],
  ])('does not believe an entry that passes and %s', (_, change) => {
    const fleet = JSON.parse(region);
    Object.assign(fleet.reports[0], change);
    const merged = mergeTexts({ 'a.json': JSON.stringify(fleet) });
    expect(saidOf(merged)).toEqual([['fail', 'fail']]);
    expect(merged.problems.map(({ code }) => code)).toEqual(['not-a-report']);
  });

  test.each([
    { finding: 0, until: '2030-01-01' },
    { finding: 0, reason: 'r', until: '2030-02-30' },
    { finding: 'x', reason: 'r', until: '2030-01-01' },
  ])('takes %j for no waiver', (waiver) => {
    const fleet = JSON.parse(region);
    fleet.reports[0].waivers = [waiver];
    expect(mergeTexts({ 'a.json': JSON.stringify(fleet) }).status).not.toBe('pass');
  });
});

test('a waiver that matches no failure of any host is unused', () => {
  const waivers = ['cp-1', 'cp-*', 'cp-2', 'cp-3'].map((host, index) =>
    waiverOf({ match: { host: [host] }, position: { path: 'w', line: index, column: 1 } }),
  );
  const fleet = mergeReports([FAIL, jsonReport({ host: 'cp-2' })], { waivers });
  expect(fleet.warnings.map(({ code, position }) => [code, position?.line])).toEqual([
    ['waiver-unused', 2],
    ['waiver-unused', 3],
  ]);
  expect(fleet.status).toBe('pass');
  expect(mergeReports([jsonReport({})], { waivers, isStrict: true }).status).toBe('pass');
});

function withWaiver({ findings }: Record<string, unknown>): object[] {
  return (findings as object[]).map((finding) => ({
    ...finding,
    waiver: { reason: 'r', until: '2030-01-01' },
  }));
}

test.each(['pass', 'unknown'])('a report with a waiver of what is %s is none', (status) => {
  const waived = jsonReport({ example: 'a waived failure alone' });
  const findings = (waived.findings as readonly object[]).map((finding) => ({ ...finding, status }));
  const report = { ...waived, findings };
  for (const isStrict of [false, true]) {
    const fleet = mergeReports([report], { isStrict });
    expect([fleet.status, fleet.hosts]).toEqual(['unknown', []]);
    expect(fleet.problems.map(({ message }) => message)).toEqual([
      'is not a whole report: findings[0].waiver is of what does not fail',
    ]);
  }
});
