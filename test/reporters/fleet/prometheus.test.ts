import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { prometheus } from '../../../src/reporters/fleet/prometheus.ts';
import { FLEETS } from '../../support/fleets.ts';

const isMissing = spawnSync('promtool', ['--version']).error !== undefined;
const VALUES = { pass: 0, fail: 1, unknown: 2, notapplicable: 3 };

describe.each(Object.entries(FLEETS))('the metrics of many hosts: %s', (_, fleet) => {
  const text = prometheus(fleet, { exitStatus: 2, isColoured: false, isVerbose: false });
  const lines = text.trimEnd().split('\n');

  test.skipIf(isMissing)('are what promtool takes', () => {
    const checked = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect({ status: checked.status, stderr: checked.stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('have each series once, and each description', () => {
    const series = lines.map((line) => (line.startsWith('#') ? line : line.slice(0, line.lastIndexOf(' '))));
    expect(new Set(series).size).toBe(series.length);
  });

  test('say of each host its status, and when it was audited if it was', () => {
    for (const { cluster, host, status, received } of fleet.hosts) {
      if (cluster?.includes('<')) continue;
      const labels = `{${cluster === null ? '' : `cluster="${cluster}",`}host="${host}"}`;
      expect(lines).toContain(`kubelet_https_audit_status${labels} ${VALUES[status]}`);
      const runs = lines.filter((line) =>
        line.startsWith(`kubelet_https_audit_last_run_timestamp_seconds${labels} `),
      );
      expect(runs).toHaveLength(received.length > 0 ? 1 : 0);
    }
  });
});
