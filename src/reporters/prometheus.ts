import type { Origin } from '../model/invocation.ts';
import { type Finding, type Report, summaryOf } from '../model/report.ts';
import type { Status } from '../model/status.ts';
import { nameOf } from './finding-words.ts';
import { ordinalsOf } from './ordinals.ts';
import type { Reporter } from './reporter.ts';

const VALUES = { pass: 0, fail: 1, unknown: 2, notapplicable: 3 } as const satisfies Record<Status, number>;

type Labels = readonly (readonly [name: string, value: string])[];

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Gauges for node_exporter's textfile collector.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const prometheus: Reporter = (report, { exitStatus }) => {
  const targets = Object.entries(summaryOf(report.findings)).map(([status, value]) => ({
    labels: [['status', status]] as const,
    value,
  }));
  return [
    gauge('target_status', 'Status of an API server: 0 pass, 1 fail, 2 unknown.', targetSamples(report)),
    gauge('targets', 'API servers found, by status.', targets),
    gauge('problems', 'Things that could not be read.', [{ labels: [], value: report.problems.length }]),
    gauge('status', 'Exit status of the audit: 0 pass, 1 fail, 2 could not tell, 3 no API server found.', [
      { labels: [], value: exitStatus },
    ]),
    gauge('last_run_timestamp_seconds', 'When the last audit ended, in seconds since 1970 UTC.', [
      { labels: [], value: report.auditedAt.getTime() / 1000 },
    ]),
  ].join('');
};

/** A metric with its description; nothing where it has no sample. */
function gauge(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const metric = `kubelet_https_audit_${name}`;
  const lines = samples.map(({ labels, value }) => `${metric}${braced(labels)} ${value}`);
  return `# HELP ${metric} ${help}\n# TYPE ${metric} gauge\n${lines.join('\n')}\n`;
}

function braced(labels: Labels): string {
  if (labels.length === 0) return '';
  return `{${labels.map(([name, value]) => `${name}="${escapeValue(value)}"`).join(',')}}`;
}

/** Backslash, double quote and line feed; the format has no other escape. */
function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** A sample for each finding; of equal label sets the second has the ordinal 2, and so on. */
function targetSamples({ findings, host }: Report): Sample[] {
  const labels = findings.map((finding) => labelsOf(finding, host));
  const ordinals = ordinalsOf(labels.map(braced));
  return findings.map(({ status }, index) => {
    const own = labels[index] ?? [];
    const ordinal = ordinals[index] ?? 1;
    return {
      labels: ordinal === 1 ? own : [...own, ['ordinal', String(ordinal)]],
      value: VALUES[status],
    };
  });
}

/** An empty value is the same to Prometheus as no label. */
function labelsOf(finding: Finding, host: string | null): Labels {
  const { pid, path, line } = placeLabels(finding.origin);
  return [
    ['host', host ?? ''],
    ['kind', finding.origin.kind],
    ['target', nameOf(finding)],
    ['program', finding.program],
    ['pid', pid],
    ['path', path],
    ['line', line],
  ];
}

function placeLabels(origin: Origin): Record<'pid' | 'path' | 'line', string> {
  switch (origin.kind) {
    case 'process':
      return { pid: String(origin.pid), path: origin.executable ?? '', line: '' };
    case 'ps':
      return { pid: String(origin.pid ?? ''), path: origin.path, line: String(origin.line) };
    case 'file':
      return { pid: '', path: origin.path, line: String(origin.line) };
    default:
      return origin satisfies never;
  }
}
