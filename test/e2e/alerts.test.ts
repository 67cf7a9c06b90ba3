import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BLOCKS, rowsOf } from '../support/documents.ts';
import { hostTree, temporaryDirectory } from '../support/host-tree.ts';
import { runBin } from '../support/run-bin.ts';

const RULES = BLOCKS.find(({ text }) => text.startsWith('groups:'))?.text ?? '';
const NAMES = [...RULES.matchAll(/alert: KubeletHttpsAudit(\S+)/g)].map(([, name = '']) => name);

/** What the metrics of a host are a report on: the one process of a host, or a whole host, and options. */
type Reported = 'nothing' | readonly [host: readonly string[] | string, ...options: string[]];

const PASS: Reported = [['kube-apiserver']];
const FAIL: Reported = [['kube-apiserver', '--kubelet-https=false']];
const NONE: Reported = [['kubelet']];
const NONE_ALLOWED: Reported = [['kubelet'], '--allow-missing'];
const UNKNOWN: Reported = ['/nonexistent'];
const DRIFT: Reported = ['test/fixtures/hosts/kubeadm/drift'];

interface Row {
  /** For two hours, and after that until the sixth, which is when the alerts are asked for. */
  readonly reports: readonly [before: Reported, now: Reported];
  readonly isOld?: true;
  readonly isDown?: true;
  /** What kube-state-metrics says of it. */
  readonly role?: string;
  readonly alerts: readonly string[];
  readonly why: string;
}

const ROWS: readonly Row[] = [
  { reports: [PASS, PASS], alerts: [], why: 'a pass' },
  { reports: [PASS, FAIL], alerts: ['Fails'], why: 'a fail' },
  { reports: [PASS, DRIFT], alerts: ['Drift'], why: 'a pass that a restart will end' },
  { reports: [FAIL, PASS], alerts: [], why: 'what was repaired' },
  { reports: [UNKNOWN, UNKNOWN], alerts: ['Unknown'], why: 'what is unknown' },
  { reports: [PASS, UNKNOWN], alerts: ['Unknown'], why: 'what is unknown now, and has no API server' },
  { reports: [NONE, NONE], alerts: [], why: 'a worker node' },
  { reports: [NONE_ALLOWED, NONE_ALLOWED], alerts: [], why: 'a worker node with --allow-missing' },
  { reports: [PASS, NONE], alerts: ['NoServer'], why: 'an API server that has gone' },
  { reports: [PASS, NONE_ALLOWED], alerts: ['NoServer'], why: 'one that has gone, with --allow-missing' },
  { reports: [NONE, PASS], alerts: [], why: 'one that has come' },
  { reports: [PASS, PASS], isOld: true, alerts: ['Old'], why: 'an old pass' },
  { reports: [FAIL, FAIL], isOld: true, alerts: ['Fails', 'Old'], why: 'an old fail' },
  { reports: [PASS, 'nothing'], alerts: ['Gone'], why: 'metrics that have gone' },
  { reports: [PASS, 'nothing'], isDown: true, alerts: [], why: 'a host that is down' },
  { reports: ['nothing', 'nothing'], alerts: [], why: 'a worker node without the tool' },
  { reports: [PASS, PASS], role: 'control-plane', alerts: [], why: 'a pass on a control-plane node' },
  { reports: [FAIL, FAIL], role: 'control-plane', alerts: ['Fails'], why: 'a fail on one' },
  { reports: ['nothing', 'nothing'], role: 'master', alerts: ['Missing'], why: 'one without the tool' },
  { reports: [NONE, NONE], role: 'control-plane', alerts: ['Missing'], why: 'one without an API server' },
  { reports: ['nothing', 'nothing'], role: 'worker', alerts: [], why: 'a node of another role' },
];

/** The values of a report, by series with the labels of a scrape. */
async function samplesOf(reported: Reported): Promise<ReadonlyMap<string, string>> {
  if (reported === 'nothing') return new Map();
  const [host, ...options] = reported;
  const root = typeof host === 'string' ? host : hostTree([{ pid: 1, cmdline: host }]);
  const { stdout } = await runBin(['--root', root, '--host=cp-1', '-f', 'prometheus', ...options]);
  const lines = stdout.split('\n').filter((line) => line.startsWith('kubelet'));
  expect(lines.length).toBeGreaterThan(4);
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end).replace('{', '{instance="cp-1:9100", job="node", '), line.slice(end + 1)];
    }),
  );
}

async function seriesOf({ reports: [before, now], isOld, isDown, role }: Row) {
  const [first, last] = [await samplesOf(before), await samplesOf(now)];
  const names = [...new Set([...first.keys(), ...last.keys()])];
  const series = names.map((series) => {
    const [early, late] = [first.get(series), last.get(series)];
    if (series.includes('last_run') && late !== undefined) {
      return { series, values: isOld ? '0x6' : '0+3600x6' };
    }
    // `1x2` is three samples, `_x3` is none for three.
    return { series, values: `${early === undefined ? '_x3' : `${early}x2`} ${late ?? '_'}x3` };
  });
  const known = role ? [{ series: `kube_node_role{node="cp-1", role="${role}"}`, values: '1x6' }] : [];
  const up = { series: 'up{instance="cp-1:9100", job="node"}', values: `1x2 ${isDown ? 0 : 1}x3` };
  return [...series, ...known, up];
}

test.for(ROWS)('the alerts of the documents for $why are $alerts', async (row, { skip }) => {
  skip(spawnSync('promtool', ['--version']).error !== undefined, 'promtool is not installed');
  const directory = temporaryDirectory();
  writeFileSync(join(directory, 'rules.yml'), RULES);
  const counted = NAMES.map((name) => ({
    expr: `count(ALERTS{alertname="KubeletHttpsAudit${name}", alertstate="firing"}) or vector(0)`,
    eval_time: '6h',
    exp_samples: [{ labels: '{}', value: row.alerts.includes(name) ? 1 : 0 }],
  }));
  const tests = [{ interval: '1h', input_series: await seriesOf(row), promql_expr_test: counted }];
  writeFileSync(
    join(directory, 'tests.yml'),
    JSON.stringify({ rule_files: ['rules.yml'], evaluation_interval: '1h', tests }),
  );
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'tests.yml'], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
});

test('the documents explain each alert, and each is tested', () => {
  const explained = rowsOf('docs/fleets.md').map(([name]) => name);
  expect(explained).toEqual(expect.arrayContaining(NAMES.map((name) => `KubeletHttpsAudit${name}`)));
  expect(new Set(ROWS.flatMap(({ alerts }) => alerts))).toEqual(new Set(NAMES));
});
