import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BLOCKS } from '../support/documents.ts';
import { temporaryDirectory } from '../support/host-tree.ts';

const RULES = BLOCKS.find(({ text }) => text.startsWith('groups:'))?.text ?? '';
const LABELS = 'instance="cp-1", job="node"';

/** Samples an hour apart, up to the sixth hour, which is when the alerts are asked for. */
const HOSTS = [
  { why: 'a pass', status: '0x6', lastRun: '0+3600x6', alerts: [] as string[] },
  { why: 'a fail', status: '1x6', lastRun: '0+3600x6', alerts: ['KubeletHttpsAudit'] },
  { why: 'no API server', status: '3x6', lastRun: '0+3600x6', alerts: ['KubeletHttpsAudit'] },
  { why: 'an old pass', status: '0x6', lastRun: '0x6', alerts: ['KubeletHttpsAuditOld'] },
  { why: 'no result', status: undefined, lastRun: '_x6', alerts: ['KubeletHttpsAuditMissing'] },
];

test.for(HOSTS)(
  'the alerts of the documents for $why are $alerts',
  ({ status, lastRun, alerts }, { skip }) => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, 'rules.yml'), RULES);
    const series = [
      { series: `up{${LABELS}}`, values: '1x6' },
      { series: `kubelet_https_audit_last_run_timestamp_seconds{${LABELS}}`, values: lastRun },
      ...(status ? [{ series: `kubelet_https_audit_status{${LABELS}}`, values: status }] : []),
    ];
    const names = [...RULES.matchAll(/alert: (\S+)/g)].map(([, name = '']) => name);
    const counted = names.map((name) => ({
      expr: `count(ALERTS{alertname="${name}", alertstate="firing"}) or vector(0)`,
      eval_time: '6h',
      exp_samples: [{ labels: '{}', value: alerts.includes(name) ? 1 : 0 }],
    }));
    expect(names.length).toBe(3);
    const tests = [{ interval: '1h', input_series: series, promql_expr_test: counted }];
    writeFileSync(
      join(directory, 'tests.yml'),
      JSON.stringify({ rule_files: ['rules.yml'], evaluation_interval: '1h', tests }),
    );
    const {
      error,
      status: exit,
      stdout,
      stderr,
    } = spawnSync('promtool', ['test', 'rules', 'tests.yml'], {
      cwd: directory,
      encoding: 'utf8',
    });
    skip(error !== undefined, 'promtool is not installed');
    expect({ exit, output: exit === 0 ? '' : stdout + stderr }).toEqual({ exit: 0, output: '' });
  },
);
