import type { Origin } from '../model/invocation.ts';
import { type Finding, type Report, type Reporter, summaryOf } from '../model/report.ts';
import type { VerdictStatus } from '../model/verdict.ts';
import { nestingOf, ordinalsOf, originFacts, serverLabel } from './words/origin.ts';

const VALUES = { pass: 0, fail: 1, unknown: 2 } as const satisfies Record<VerdictStatus, number>;

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
  const labels = labelsOf(report);
  const samplesOf = (sample: (finding: Finding, own: Labels) => Sample) =>
    report.findings.map((finding, index) => sample(finding, labels[index] ?? []));
  const statuses = samplesOf(({ status }, own) => ({ labels: own, value: VALUES[status] }));
  const infos = samplesOf(({ origin }, own) => ({ labels: [...own, ...infoLabels(origin)], value: 1 }));
  return [
    gauge('target_status', 'Status of an API server: 0 pass, 1 fail, 2 unknown.', statuses),
    gauge('target_info', 'Where an API server was found in the last run.', infos),
    gauge('targets', 'API servers found, by status.', targets),
    gauge('problems', 'Inputs that could not be read.', [{ labels: [], value: report.problems.length }]),
    gauge('warnings', 'Warnings, by code.', warningSamples(report)),
    gauge(
      'status',
      'Exit status of the audit; 3 means that no API server was found (0 with --allow-missing).',
      [{ labels: [], value: exitStatus }],
    ),
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

/**
 * Labels for each finding that stay the same over restarts: no pid, no line. Of equal ones the second has the ordinal 2,
 * and so on. An empty value is the same to Prometheus as no label.
 */
function labelsOf({ findings, host }: Report): Labels[] {
  const labels = findings.map(
    ({ origin, program }): Labels => [
      ['host', host ?? ''],
      ['kind', origin.kind],
      ['target', origin.kind === 'file' ? serverLabel({ origin, program }) : program],
      ['path', originFacts(origin).path ?? ''],
    ],
  );
  const ordinals = ordinalsOf(labels.map(braced));
  return labels.map((own, index) => {
    const ordinal = ordinals[index] ?? 1;
    return ordinal === 1 ? own : [...own, ['ordinal', String(ordinal)]];
  });
}

/** What changes from run to run; to be joined with the status by the other labels. */
function infoLabels(origin: Origin): Labels {
  const { pid, line, uid, unit, podUid, containerId } = originFacts(origin);
  return [
    ['pid', String(pid ?? '')],
    ['line', String(line ?? '')],
    ...Object.entries({
      uid,
      unit,
      pod_uid: podUid,
      container_id: containerId,
      nested_in: nestingOf(origin),
    }).flatMap(
      ([name, value]): Labels => (value === null || value === undefined ? [] : [[name, String(value)]]),
    ),
  ];
}

function warningSamples({ findings }: Report): Sample[] {
  const codes = findings.flatMap(({ warnings }) => warnings.map(({ code }) => code));
  return [...new Set(codes)].sort().map((code) => ({
    labels: [['code', code]],
    value: codes.filter((other) => other === code).length,
  }));
}
