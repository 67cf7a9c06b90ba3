import { describe, expect, test } from 'vitest';
import { github, ndjson, unix } from '../../../src/reporters/fleet/lines.ts';
import { FLEETS, jsonReport, mergeReports } from '../../support/fleets.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: false };

/** 30 hosts that pass or are unknown, and the last one fails. */
const fleet = mergeReports(
  Array.from({ length: 30 }, (_, index) =>
    jsonReport({
      host: `cp-${index}`,
      example: index === 29 ? 'fail' : index % 2 === 0 ? 'several servers' : 'unknown',
    }),
  ),
  { hosts: [{ cluster: 'prod', host: 'cp-77' }] },
);

describe('the lines of many hosts', () => {
  test.each([
    ['unix', unix, /: (pass|fail|unknown): /],
    ['github', github, /^::\w+ title=CIS 1\.2\.4 (PASS|FAIL|UNKNOWN)::(?!\d+ hosts:)/],
  ] as const)('of %s begin with those that fail, then those that are unknown', (_, render, pattern) => {
    const lines = render(fleet, { ...OPTIONS, isVerbose: true })
      .trimEnd()
      .split('\n');
    const words = lines.flatMap((line) => line.match(pattern)?.[1]?.toLowerCase() ?? []);
    const order = ['fail', 'unknown', 'pass'];
    expect(words).toEqual([...words].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(words).size).toBe(3);
    expect(words.filter((word) => word === 'fail')).toHaveLength(16);
  });

  test('of unix and github have nothing of what passes without warnings, but github its number', () => {
    const passing = mergeReports([
      jsonReport({ host: 'cp-1' }),
      jsonReport({ host: 'cp-2', example: 'not applicable' }),
    ]);
    expect(unix(passing, OPTIONS)).toBe('');
    expect(github(passing, OPTIONS)).toBe(
      '::notice title=CIS 1.2.4 PASS::2 hosts: 1 without an API server, 1 passed.\n',
    );
    expect(github(fleet, OPTIONS)).toMatch(
      /^::error .*[\s\S]*\n::notice title=CIS 1\.2\.4 FAIL::31 hosts: .*\n$/,
    );
    const unexpected = mergeReports([jsonReport({ host: 'cp-1' })], {
      hosts: [{ cluster: 'prod', host: 'cp-2' }],
    });
    expect(unix(unexpected, OPTIONS)).toMatch(/: pass: .* \[unexpected\]\n/);
  });

  test('of ndjson are numbered over all hosts, and a host that is missing has no time', () => {
    const lines = ndjson(fleet, OPTIONS)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ entry }) => entry)).toEqual(lines.map((_, index) => index + 1));
    expect(new Set(lines.map(({ entries }) => entries))).toEqual(new Set([lines.length]));
    const missing = lines.filter(({ host }) => host === 'cp-77');
    expect(missing).toMatchObject([{ auditedAt: null, status: 'unknown', merge: { reason: 'missing' } }]);
    expect(lines[0]).toMatchObject({
      auditedAt: '2026-02-01T11:00:00.000Z',
      merge: { reason: null, unexpected: true, superseded: false },
    });
  });
});

test.each([unix, github])('waivers that match no host are warnings of the merge', (render) => {
  const lines = render(FLEETS['waived by a merge'] ?? mergeReports([]), OPTIONS)
    .trimEnd()
    .split('\n');
  expect(lines.filter((line) => line.includes('waiver-unused'))).toHaveLength(1);
  expect(lines.filter((line) => line.includes('No API server found'))).toEqual([]);
});
