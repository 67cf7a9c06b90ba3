import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { exposition, samplesOf as hostSamples, prometheus } from '../../src/reporters/prometheus.ts';
import { serverLabel } from '../../src/reporters/words/origin.ts';
import { EXAMPLES, fileOf, reportOn } from '../support/reports.ts';

const isMissing = spawnSync('promtool', ['--version']).error !== undefined;
const TARGET = 'kubelet_https_audit_target_status';

/** What promtool says of metrics. */
function check(metrics: string) {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function render(report: Report, exitStatus = 1): string {
  return prometheus(report, { exitStatus, isColoured: false, isVerbose: false });
}

interface Sample {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads a line as the format says. */
function parse(line: string): Sample {
  const [, metric = '', list = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  const pairs = [...list.matchAll(/(\w+)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/g)];
  expect(pairs.map(([text]) => text).join('')).toBe(list);
  const labels = pairs.map(([, name = '', text = '']) => [
    name,
    text.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character)),
  ]);
  return { metric, labels: Object.fromEntries(labels), value: Number(value) };
}

function samplesOf(text: string): Sample[] {
  const lines = text.trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('#')).map(parse);
}

const { 'several servers': several = reportOn({}), 'not applicable': none = reportOn({}) } = EXAMPLES;
const twins = reportOn({
  source: 'files',
  hostName: null,
  invocations: [false, true, true].map((value) =>
    fileOf('a.yaml', ['kube-apiserver', `--kubelet-https=${value}`]),
  ),
});
const quoted = reportOn({ invocations: [fileOf('a"b\\n{c="d",}', ['kube-apiserver'])] }, { host: 'x\\"' });
const EVERY = Object.entries({ ...EXAMPLES, twins, quoted });

describe('the Prometheus report', () => {
  describe.each(EVERY)('%s', (_, report) => {
    test('has nothing that promtool complains of', ({ skip }) => {
      skip(isMissing, 'promtool is not installed (Debian: prometheus)');
      expect(check(render(report))).toEqual({ status: 0, stdout: '', stderr: '' });
    });

    test('gives every text back as it was', () => {
      const targets = samplesOf(render(report)).filter(({ metric }) => metric === TARGET);
      expect(targets).toHaveLength(report.findings.length);
      for (const [index, { labels }] of targets.entries()) {
        const finding = report.findings[index];
        expect(labels.host).toBe(report.host ?? '');
        const { origin } = finding ?? {};
        expect(labels.target).toBe(
          origin?.kind === 'file' && finding ? serverLabel(finding) : finding?.program,
        );
        expect(labels.path).toBe(origin?.kind === 'process' ? '' : origin?.path);
      }
    });

    test('has no two samples alike, and each metric described once, before its samples', () => {
      const text = render(report);
      const keys = samplesOf(text).map(({ metric, labels }) => JSON.stringify([metric, labels]));
      expect(new Set(keys).size).toBe(keys.length);
      const heads = [...text.matchAll(/^# HELP (\w+) .+\n# TYPE \1 gauge\n\1(?=[{ ])/gm)];
      expect(heads.map(([, metric]) => metric)).toEqual([
        ...new Set(samplesOf(text).map(({ metric }) => metric)),
      ]);
    });
  });

  test('is exact', () => {
    const samples = render(several, 1)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(samples).toEqual([
      `${TARGET}{host="master-1",kind="process",target="kube-apiserver",path="",ordinal="2"} 1`,
      `${TARGET}{host="master-1",kind="process",target="k3s server",path=""} 2`,
      `${TARGET}{host="master-1",kind="process",target="kube-apiserver",path=""} 0`,
      'kubelet_https_audit_target_info{host="master-1",kind="process",target="kube-apiserver",path="",ordinal="2",pid="4242",line="",uid="0"} 1',
      'kubelet_https_audit_target_info{host="master-1",kind="process",target="k3s server",path="",pid="812",line="",uid="0"} 1',
      'kubelet_https_audit_target_info{host="master-1",kind="process",target="kube-apiserver",path="",pid="7",line="",uid="0"} 1',
      'kubelet_https_audit_targets{host="master-1",status="pass"} 1',
      'kubelet_https_audit_targets{host="master-1",status="fail"} 1',
      'kubelet_https_audit_targets{host="master-1",status="unknown"} 1',
      'kubelet_https_audit_targets{host="master-1",status="waived"} 0',
      'kubelet_https_audit_problems{host="master-1"} 1',
      'kubelet_https_audit_status{host="master-1"} 1',
      'kubelet_https_audit_last_run_timestamp_seconds{host="master-1"} 1769860800',
    ]);
  });

  test('is of one host in every sample', () => {
    const samples = samplesOf(render({ ...several, cluster: 'prod', host: 'cp-2' }));
    expect(new Set(samples.map(({ labels }) => `${labels.cluster}/${labels.host}`))).toEqual(
      new Set(['prod/cp-2']),
    );
  });

  test('describes each metric once for many hosts, and no sample of one is like that of another', ({
    skip,
  }) => {
    const text = exposition(
      Object.values(EXAMPLES).flatMap((report, index) =>
        ['a', null].map((cluster) => hostSamples({ ...report, cluster, host: `cp-${index}` }, 1)),
      ),
    );
    expect(text.match(/^# HELP/gm)).toHaveLength(new Set(text.match(/^\w+(?=[{ ])/gm)).size);
    skip(isMissing, 'promtool is not installed (Debian: prometheus)');
    expect(check(text)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('counts warnings', () => {
    const drifting = EXAMPLES['what the files of a host add'] ?? none;
    const warnings = samplesOf(render(drifting)).filter(({ metric }) => metric.endsWith('_warnings'));
    expect(warnings.map(({ labels, value }) => [labels.code, value])).toEqual([
      ['drift', 2],
      ['flag-deprecated', 1],
      ['stray-manifest', 1],
    ]);
  });

  test.each([0, 1, 2, 3])('has the exit status %i', (status) => {
    const sample = samplesOf(render(none, status)).find(
      ({ metric }) => metric === 'kubelet_https_audit_status',
    );
    expect(sample?.value).toBe(status);
  });

  test('escapes backslash, quote and line feed, and nothing else', () => {
    expect(render(quoted)).toContain('host="x\\\\\\"",');
    expect(render(quoted)).toContain('path="a\\"b\\\\n{c=\\"d\\",}",');
  });

  test('numbers servers of equal labels', () => {
    const targets = samplesOf(render(twins)).filter(({ metric }) => metric === TARGET);
    expect(targets.map(({ labels, value }) => [labels.ordinal, value])).toEqual([
      [undefined, 1],
      ['2', 0],
      ['3', 0],
    ]);
  });
});
