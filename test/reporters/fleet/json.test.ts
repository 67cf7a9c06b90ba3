import { describe, expect, test } from 'vitest';
import { json, jsonl } from '../../../src/reporters/fleet/json.ts';
import { FLEETS, jsonReport, mergeReports } from '../../support/fleets.ts';
import { parseFleet } from '../../support/report-schema.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: false };

describe('the merged report in JSON', () => {
  test.each(Object.entries(FLEETS))('fits its schema, and is the same on one line: %s', (_, fleet) => {
    const parsed = parseFleet(json(fleet, OPTIONS));
    expect(parsed.reports).toHaveLength(fleet.hosts.length);
    const line = jsonl(fleet, OPTIONS);
    expect(line.trimEnd()).not.toContain('\n');
    expect(JSON.parse(line)).toEqual(parsed);
  });

  test('has the fields of the design, and each report whole', () => {
    const report = jsonReport({ more: { of: [1, 'a newer version'] } });
    const hosts = [
      { cluster: 'prod', host: 'cp-1' },
      { cluster: 'prod', host: 'cp-4' },
    ];
    const fleet = mergeReports([report, jsonReport({ host: 'x', auditedAt: '2026-01-01T00:00:00Z' })], {
      hosts,
      maxAgeSeconds: 86_400,
    });
    expect(parseFleet(json(fleet, OPTIONS))).toMatchObject({
      schemaVersion: 1,
      kind: 'fleet',
      tool: { name: 'kubelet-https-audit', version: '0.1.0' },
      control: { id: '1.2.4' },
      mergedAt: '2026-02-01T12:00:00.000Z',
      maxAgeSeconds: 86_400,
      strict: false,
      status: 'unknown',
      exitStatus: 2,
      hosts: { expected: 2, received: 2, missing: 1, unexpected: 1, stale: 1, conflict: 0, superseded: 0 },
      summary: { pass: 1, fail: 0, unknown: 2, notapplicable: 0 },
      oldest: '2026-01-01T00:00:00.000Z',
      newest: '2026-02-01T11:00:00.000Z',
      toolVersions: { '0.1.0': 2 },
      expected: hosts,
      reports: [
        {
          cluster: 'prod',
          host: 'cp-1',
          status: 'pass',
          reported: 'pass',
          auditedAt: '2026-02-01T11:00:00.000Z',
          source: '0.json',
          line: 1,
          report,
        },
        { cluster: 'prod', host: 'cp-4', status: 'unknown', reported: null, reason: 'missing' },
        { host: 'x', status: 'unknown', reported: 'pass', reason: 'stale', unexpected: true },
      ],
      problems: [],
    });
  });

  test('names each report of a conflict', () => {
    const { conflict } = FLEETS;
    if (!conflict) throw new Error('it is there');
    const [entry] = parseFleet(json(conflict, OPTIONS)).reports;
    expect(entry).toMatchObject({ status: 'fail', reported: null, reason: 'conflict' });
    expect(entry.conflicting.map(({ source }: { source: string }) => source)).toEqual(['0.json', '1.json']);
  });
});
