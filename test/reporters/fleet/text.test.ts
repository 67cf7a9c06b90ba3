import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../src/model/wrap.ts';
import { text } from '../../../src/reporters/fleet/text.ts';
import { FLEETS, jsonReport, mergeReports, mergeTexts } from '../../support/fleets.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: false };

function fixture(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/fleets/${name.replaceAll(' ', '-')}.txt`, import.meta.url));
}

/** As many hosts, three a cluster: some fail, are old, or are missing. */
function fleetOf(count: number) {
  const all = Array.from({ length: count }, (_, index) => ({
    cluster: `prod-eu-${Math.floor(index / 3) + 1}`,
    host: `cp-${(index % 3) + 1}`,
  }));
  const reports = all.flatMap((name, index) => {
    if (index % 40 === 1) return [];
    const example = index % 35 === 2 ? 'fail' : index % 50 === 8 ? 'unknown' : 'pass';
    const auditedAt = index % 45 === 3 ? '2026-01-30T06:00:00Z' : '2026-02-01T11:00:00Z';
    return [jsonReport({ ...name, example, auditedAt })];
  });
  return mergeReports(reports, { hosts: all, maxAgeSeconds: 86_400 });
}

const EXAMPLES = {
  ...FLEETS,
  '3 hosts': fleetOf(3),
  '50 hosts': fleetOf(50),
  '500 hosts': fleetOf(500),
  'many problems': mergeTexts({
    'all.jsonl': `${JSON.stringify(jsonReport())}\nssh: connect to host cp-2 port 22: No route to host\n${'{}\n'.repeat(30)}{`,
  }),
  'a long name': mergeReports([
    jsonReport({
      cluster: 'arn:aws:eks:eu-central-1:123456789012:cluster/a-name-that-somebody-gave-it',
      host: 'ip-10-0-0-1.eu-central-1.compute.internal',
    }),
  ]),
};

describe('the text report on many hosts', () => {
  test.each(Object.entries(EXAMPLES))('is as before: %s', async (name, fleet) => {
    await expect(text(fleet, OPTIONS)).toMatchFileSnapshot(fixture(name));
  });

  test.each([3, 50, 500])('fits 80 columns, and has no line for every host that passes: %i', (count) => {
    const lines = text(fleetOf(count), OPTIONS).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThan(110);
  });

  test.each([40, 60, 120])('reads well at %i columns', async (columns) => {
    const shown = text(fleetOf(50), { ...OPTIONS, columns });
    await expect(shown).toMatchFileSnapshot(fixture(`50 hosts at ${columns}`));
    // A single word may be wider.
    expect(shown.split('\n').filter((line) => line.length > columns && line.trim().includes(' '))).toEqual(
      [],
    );
  });

  test('lists every host if asked to', () => {
    const verbose = text(fleetOf(500), { ...OPTIONS, isVerbose: true });
    for (const cluster of Array.from({ length: 166 }, (_, index) => `prod-eu-${index + 1}`)) {
      expect(verbose).toContain(` ${cluster}/cp-1 `);
    }
  });

  test('has the word of a status in colour, and nothing depends on it', () => {
    const coloured = text(fleetOf(50), { ...OPTIONS, isColoured: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text(fleetOf(50), OPTIONS));
    expect(coloured).toContain('\u001b[31m');
  });

  test('has its columns one below the other, whatever the names are', () => {
    const hosts = ['宽'.repeat(20), 'e\u0301'.repeat(10), 'x'.repeat(200), 'cp-1'];
    const fleet = mergeReports(
      hosts.map((host) => jsonReport({ host })),
      {
        hosts: [...hosts, 'cp-4'].map((host) => ({ cluster: 'prod', host })),
      },
    );
    const lines = text(fleet, OPTIONS).split('\n');
    const [head = ''] = lines.filter((line) => line.includes('STATUS'));
    const place = head.indexOf('AUDITED');
    const starts = lines.flatMap((line) => {
      const at = line.search(/2026-02-01 11:00|- +missing/);
      return at === -1 ? [] : [columnsOf(line.slice(0, at))];
    });
    expect(starts).toEqual(Array.from({ length: 5 }, () => place));
    expect(place).toBeLessThan(60);
  });

  test('says that a missing host is not noticed only where no list was given', () => {
    const says = 'No list of hosts was given (--hosts), so a missing host is not noticed.';
    const hosts = [{ cluster: 'prod', host: 'cp-1' }];
    expect(text(mergeReports([jsonReport()]), OPTIONS).split(says)).toHaveLength(2);
    expect(text(mergeReports([jsonReport()], { hosts }), OPTIONS)).not.toContain(says);
  });

  test('names every host that was not expected, and of -v those with older reports', () => {
    const names = Array.from({ length: 29 }, (_, index) => `cp-${index}`);
    const reports = names.flatMap((host) => [
      jsonReport({ host }),
      jsonReport({ host, auditedAt: '2026-01-01T00:00:00Z' }),
    ]);
    const fleet = mergeReports(reports, { hosts: [{ cluster: 'prod', host: 'cp-0' }] });
    const lines = text(fleet, OPTIONS).split('\n');
    expect(lines.filter((line) => line.endsWith('unexpected, superseded'))).toHaveLength(28);
    expect(text(fleet, { ...OPTIONS, isVerbose: true })).toMatch(/ prod\/cp-0 .* superseded$/m);
  });

  test('says on which line of a file of a host a problem is', () => {
    const problems = [
      { path: 'a.yaml', line: 3, column: 1, message: 'is not YAML', hint: 'Fix the syntax error.' },
    ];
    const fleet = mergeReports([
      jsonReport({ example: 'unknown', status: 'unknown', findings: [], problems }),
    ]);
    expect(text(fleet, OPTIONS)).toContain('\n    a.yaml:3:1: is not YAML\n');
  });
});
