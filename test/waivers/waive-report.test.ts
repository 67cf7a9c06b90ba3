import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Finding, type Report, shownStatus, statusOf, summaryOf } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { waiveReport } from '../../src/waivers/waive-report.ts';
import { fuzzing } from '../support/fuzzing.ts';
import { completed, EXAMPLES, fileOf, lineOf, processOf, reportOn, waiverOf } from '../support/reports.ts';

const FAIL = ['kube-apiserver', '--etcd-servers=x', '--kubelet-https=false'];
const fails = reportOn({ invocations: [processOf(1, FAIL)] }, { cluster: 'prod', host: 'cp-1' });

const codes = ({ warnings = [] }: Pick<Report, 'warnings'>) => warnings.map(({ code }) => code);
const waivers = ({ findings }: Report) => findings.map(({ waiver }) => waiver?.reason);

describe('what a waiver is about', () => {
  const file = reportOn({ invocations: [fileOf('deploy/a.yaml', FAIL)] }, { host: null });
  const list = reportOn({ invocations: [lineOf(3, FAIL)] }, { host: null });
  const host = reportOn({ invocations: [] }, {}, [
    {
      ...completed(),
      arguments: [{ text: '--kubelet-https=false', index: 1, path: '/etc/rancher/config.yaml' }],
    },
  ]);

  const { afterRestart: _, ...running } = completed();
  const overridden = reportOn({ invocations: [] }, {}, [
    {
      ...running,
      arguments: [
        { text: '--kubelet-https=true', index: 1, path: '/etc/rancher/a.yaml' },
        { text: '--kubelet-https=false', index: 2, path: '/etc/rancher/b.yaml' },
      ],
    },
  ]);

  test.each<[why: string, report: Report, match: Waiver['match'], isWaived: boolean]>([
    ['the host', fails, { host: ['cp-1'] }, true],
    ['another host', fails, { host: ['cp-2'] }, false],
    ['one of several hosts', fails, { host: ['cp-2', 'cp-1'] }, true],
    ['the cluster', fails, { cluster: ['pr*'] }, true],
    ['host and cluster', fails, { cluster: ['prod'], host: ['cp-1'] }, true],
    ['the host in another cluster', fails, { cluster: ['dev'], host: ['cp-1'] }, false],
    ['the program', fails, { program: ['kube-apiserver'] }, true],
    ['part of the program', fails, { program: ['apiserver'] }, false],
    ['any host', fails, { host: ['*'] }, true],
    ['any host, where none is known', file, { host: ['*'] }, true],
    ['a host, where none is known', file, { host: ['cp-?'] }, false],
    ['the file', file, { path: ['deploy/*.yaml'] }, true],
    ['another file', file, { path: ['deploy/b.yaml'] }, false],
    ['a process list on standard input', list, { path: ['-'] }, true],
    ['the file that starts a process', host, { path: ['/etc/kubernetes/a.yaml'] }, true],
    ['the file that has its arguments', host, { path: ['/etc/rancher/*'] }, true],
    ['the file of an argument that another overrides', overridden, { path: ['/etc/rancher/a.yaml'] }, false],
    ['the file of the one that overrides it', overridden, { path: ['/etc/rancher/b.yaml'] }, true],
    ['any path, of a process of which no file is known', fails, { path: ['**'] }, false],
  ])('%s', (_, report, match, isWaived) => {
    const { findings, status } = waiveReport(report, [waiverOf({ match })]);
    expect(findings.map(({ status: own, waiver }) => [own, waiver !== undefined])).toEqual([
      ['fail', isWaived],
    ]);
    expect(status).toBe(isWaived ? 'pass' : 'fail');
  });
});

describe('until when it holds', () => {
  test.each([
    ['2026-01-31', '2026-01-31T23:59:59.999Z', true, 'all of its last day in UTC'],
    ['2026-01-31', '2026-02-01T00:00:00Z', false, 'not the day after'],
    ['2026-01-31', '2026-01-31T23:30:00-02:00', false, 'whatever day it is elsewhere'],
    ['9999-12-31', '2026-01-31T12:00:00Z', true, 'for ever'],
  ])('%s at %s: %s, %s', (until, time, holds) => {
    const report = { ...fails, auditedAt: new Date(time) };
    const { status, findings } = waiveReport(report, [waiverOf({ until })]);
    expect(status).toBe(holds ? 'pass' : 'fail');
    const warnings = findings.flatMap((finding) => finding.warnings);
    expect(warnings).toEqual(
      holds
        ? []
        : [
            {
              code: 'waiver-expired',
              message: `Its waiver ended on ${until}: replaced; approved by Jane Doe.`,
            },
          ],
    );
  });

  test.each([
    [['2026-01-01', '2027-01-01', '2026-06-01'], '2027-01-01', 'the longest'],
    [['2026-01-01', '2026-06-01'], '2026-06-01', 'one that holds beside one that does not'],
  ])('of several %j it is %s: %s', (days, expected) => {
    const all = days.map((until) => waiverOf({ until, reason: until }));
    for (const order of [all, all.toReversed()])
      expect(waivers(waiveReport(fails, order))).toEqual([expected]);
  });

  test('of two that end on one day it is always the same', () => {
    const all = ['b', 'a'].map((reason) => waiverOf({ reason }));
    for (const order of [all, all.toReversed()]) expect(waivers(waiveReport(fails, order))).toEqual(['a']);
  });
});

describe('what a waiver comes to', () => {
  const several = EXAMPLES['several servers'];
  const strict = EXAMPLES['failed by warnings'];

  test('a failure by warnings is one, too', () => {
    expect(strict && waiveReport(strict, [waiverOf({})]).status).toBe('pass');
  });

  test('unknown stays unknown, and comes first', () => {
    const report = several && waiveReport(several, [waiverOf({})]);
    expect(report?.status).toBe('unknown');
    expect(report?.findings.map(({ status }) => status)).toEqual(['unknown', 'fail', 'pass']);
    expect(report && summaryOf(report.findings)).toEqual({ pass: 1, fail: 0, unknown: 1, waived: 1 });
  });

  test('a failure that is not waived fails', () => {
    const two = reportOn({ invocations: [processOf(1, FAIL), fileOf('a.yaml', FAIL)] });
    expect(waiveReport(two, [waiverOf({ match: { path: ['a.yaml'] } })]).status).toBe('fail');
  });

  test('waivers of other hosts are not unused, those of this one are', () => {
    const rows: [match: Waiver['match'], expected: string[]][] = [
      [{ host: ['cp-1'] }, ['waiver-unused']],
      [{ host: ['cp-1'], cluster: ['prod'] }, ['waiver-unused']],
      [{ path: ['a.yaml'] }, ['waiver-unused']],
      [{ host: ['cp-2'] }, []],
      [{ host: ['cp-1', 'cp-2'] }, []],
      [{ host: ['cp-*'] }, []],
      [{ host: ['cp-1'], cluster: ['dev'] }, []],
      [{ cluster: ['prod'] }, ['waiver-unused']],
    ];
    const good = reportOn({ invocations: [] }, { cluster: 'prod', host: 'cp-1' });
    for (const [match, expected] of rows)
      expect(codes(waiveReport(good, [waiverOf({ match })]))).toEqual(expected);
  });

  test('an unused waiver changes no status', () => {
    const good = EXAMPLES.pass;
    expect(good && waiveReport(good, [waiverOf({ match: { path: ['x'] } })]).status).toBe('pass');
  });
});

describe('whatever is waived', () => {
  const glob = fc.constantFrom('*', 'cp-?', 'master-1', 'prod*', '**', 'deploy/*', 'kube-apiserver');
  const waiver = fc
    .record({
      match: fc.dictionary(
        fc.constantFrom('cluster', 'host', 'path', 'program'),
        fc.array(glob, { minLength: 1 }),
        {
          minKeys: 1,
        },
      ),
      until: fc.constantFrom('2020-01-01', '2026-01-31', '2030-01-01'),
    })
    .map((change) => waiverOf(change));
  const { parameters, timeout } = fuzzing(300);
  const without = ({ waiver: _, warnings, ...finding }: Finding) => ({
    ...finding,
    warnings: warnings.filter(({ code }) => code !== 'waiver-expired'),
  });

  test('only failures change, and the report is the same without them', { timeout }, () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(EXAMPLES)), fc.array(waiver), (report, all) => {
        const { findings, warnings: _, status, ...rest } = waiveReport(report, all);
        const { findings: before, status: said, warnings: __, ...same } = report;
        expect(rest).toEqual(same);
        const byOrigin = (list: readonly Finding[]) =>
          list.map((finding) => JSON.stringify(without(finding))).sort();
        expect(byOrigin(findings)).toEqual(byOrigin(before));
        expect(findings.filter((one) => one.waiver !== undefined && one.status !== 'fail')).toEqual([]);
        if (said !== 'fail') expect(status).toBe(said);
        const isUnknown = findings.some((one) => one.status === 'unknown') || report.problems.length > 0;
        if (isUnknown) expect(['fail', 'unknown']).toContain(status);
        expect(status).toBe(statusOf({ findings, problems: report.problems }));
        if (status === 'pass' && said === 'fail') expect(shownStatus({ status, findings })).toBe('waived');
      }),
      parameters,
    );
  });
});
