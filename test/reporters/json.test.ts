import { describe, expect, test } from 'vitest';
import { json } from '../../src/reporters/json.ts';
import { parseReport } from '../support/report-schema.ts';
import { EXAMPLES, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };

describe('the JSON report', () => {
  test.each(Object.entries(EXAMPLES))('fits its schema: %s', (_, report) => {
    const parsed = parseReport(json(report, OPTIONS));
    expect(parsed.findings).toHaveLength(report.findings.length);
  });

  test('has the fields of the design', () => {
    const { fail = reportOn({}) } = EXAMPLES;
    expect(parseReport(json(fail, OPTIONS))).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'kubelet-https-audit', version: '0.1.0' },
      control: { id: '1.2.4' },
      host: 'master-1',
      auditedAt: '2026-01-31T12:00:00.000Z',
      status: 'fail',
      exitStatus: 1,
      summary: { pass: 0, fail: 1, unknown: 0 },
      findings: [
        {
          status: 'fail',
          target: {
            kind: 'process',
            pid: 4242,
            program: 'kube-apiserver',
            executable: '/usr/local/bin/kube-apiserver',
            uid: 0,
          },
          evidence: {
            expected: '--kubelet-https is not set, or true',
            actual: '--kubelet-https=false',
            arguments: [{ index: 2, text: '--kubelet-https=false', value: false, effective: true }],
          },
          warnings: [],
        },
      ],
      problems: [],
    });
  });

  test('has the release that each server was judged as, where it is known', () => {
    const releasesOf = (name: string) =>
      parseReport(json(EXAMPLES[name] ?? reportOn({}), OPTIONS)).findings.map(
        ({ target }: { target: { release?: string } }) => target.release,
      );
    expect(releasesOf('a release without the flag')).toEqual(['1.20', undefined, '1.25']);
    expect(releasesOf('fail')).toEqual([undefined]);
  });
});
