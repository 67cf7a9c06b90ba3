import { describe, expect, test } from 'vitest';
import { FLEET_REPORTS } from '../../../src/reporters/fleet/index.ts';
import { jsonReport, mergeReports } from '../../support/fleets.ts';

/** The report of a host whose servers have such a remediation, and such warnings. */
function reportWith(
  host: string,
  change: { readonly example?: 'pass' | 'fail'; readonly remediation?: string; readonly warnings?: object[] },
): Record<string, unknown> {
  const { example = 'fail', ...own } = change;
  const report = jsonReport({ example, host });
  const findings = report.findings as readonly object[];
  return { ...report, findings: findings.map((finding) => ({ ...finding, ...own })) };
}

const DRIFT = { code: 'drift', message: 'It will fail after a restart', position: null };
const OTHER = { code: 'flag-deprecated', message: 'The flag is deprecated', position: null };
const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `cp-${from + index}`);

const fleet = mergeReports([
  ...names(1, 13).map((host) => reportWith(host, { remediation: 'Edit the file of k3s.' })),
  reportWith('cp-14', { remediation: 'Edit the file of MicroK8s.', warnings: [OTHER] }),
  ...names(15, 50).map((host) => reportWith(host, { example: 'pass', warnings: [OTHER] })),
  reportWith('cp-51', { example: 'pass', warnings: [DRIFT], remediation: 'Edit what starts it.' }),
]);

describe.each(['text', 'markdown', 'html'] as const)('the %s report on many hosts', (name) => {
  const rendered = async (isVerbose: boolean) => {
    const render = await FLEET_REPORTS[name].load();
    const options = { exitStatus: 1, isColoured: false, isVerbose };
    return render(fleet, options)
      .replaceAll(/<[^>]*>|`/g, '')
      .replaceAll(/\s+/g, ' ');
  };

  test('says what to do in the words of the reports, each once, and for which hosts', async () => {
    const text = await rendered(false);
    expect(text.split('Edit the file of k3s.')).toHaveLength(2);
    expect(text).toMatch(/Edit the file of k3s\. ?On prod\/cp-1, .*?prod\/cp-10 and 3 more hosts/);
    expect(text).toMatch(/Edit the file of MicroK8s\. ?On prod\/cp-14/);
    expect(text).toMatch(/Edit what starts it\. ?On prod\/cp-51/);
  });

  test('says what warnings there are, also of hosts that it only counts', async () => {
    const text = await rendered(false);
    expect(text).toMatch(/It will fail after a restart \[drift\] ?On prod\/cp-51/);
    expect(text).toMatch(/The flag is deprecated \[flag-deprecated\] ?On prod\/cp-14, .* and 27 more hosts/);
    expect(text.indexOf('[drift]')).toBeLessThan(text.indexOf('[flag-deprecated]'));
    expect(text).toContain('; 38 with warnings');
  });
});

test.each(['text', 'markdown'] as const)(
  '%s names every host that has a warning if asked to',
  async (name) => {
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, { exitStatus: 1, isColoured: false, isVerbose: true })
      .replaceAll(/[`|*]/g, ' ')
      .replaceAll(/\s+/g, ' ');
    for (const host of names(15, 50)) {
      expect(text).toMatch(new RegExp(`\\[flag-deprecated\\] On [^.]*prod/${host}[ ,.]`));
      expect(text).toContain(`PASS prod/${host} 2026-02-01 11:00 1 warning`);
    }
  },
);

test('text says of a host with very many servers how many more there are', async () => {
  const report = jsonReport({ example: 'fail' });
  const findings = Array.from({ length: 3000 }, () => (report.findings as readonly object[])[0]);
  const render = await FLEET_REPORTS.text.load();
  const lines = (isVerbose: boolean) =>
    render(mergeReports([{ ...report, findings }]), { exitStatus: 1, isColoured: false, isVerbose }).split(
      '\n',
    );
  expect(lines(false)).toContain('    … and 2990 more of this host (-v shows them)');
  expect(lines(false).length).toBeLessThan(60);
  expect(lines(true).length).toBeGreaterThan(6000);
});
