import type { Origin } from '../model/invocation.ts';
import { type Finding, type Report, type Reporter, summaryOf } from '../model/report.ts';
import type { VerdictStatus } from '../model/verdict.ts';
import type { AcceptedRisk } from '../model/waiver.ts';
import { mergeMarks, serverName } from './words/identity.ts';
import { nestingOf, ordinalsOf, originFacts } from './words/origin.ts';

const SECONDS_A_DAY = 86_400;
const VALUES = { pass: 0, fail: 1, unknown: 2 } as const satisfies Record<VerdictStatus, number>;

type Labels = readonly (readonly [name: string, value: string])[];

/**
 * Gauges for node_exporter's textfile collector.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const prometheus: Reporter = (report, { exitStatus }) => exposition([samplesOf(report, exitStatus)]);

const HELP = {
  target_status: 'Status of an API server: 0 pass, 1 fail, 2 unknown; a waived fail is 1.',
  target_waived_until_timestamp_seconds:
    'When the waiver of an API server that fails ends, in seconds since 1970 UTC.',
  target_info: 'Where an API server was found in the last run.',
  targets: 'API servers found, by status.',
  problems: 'What could not be read or judged.',
  warnings: 'Warnings, by code.',
  status: 'Exit status of the audit; 3 means that no API server was found (0 with --allow-missing).',
  merge_info: 'What a merge of reports says of a host: missing, stale, unexpected and so on.',
  last_run_timestamp_seconds: 'When the last audit ended, in seconds since 1970 UTC.',
} as const;

type Metric = keyof typeof HELP;

/** The samples of a host, by metric: what follows its name, `{host="cp-1"} 0`. */
export type HostSamples = Readonly<Record<Metric, readonly string[]>>;

/** The metrics of all hosts, each described once. */
export function exposition(hosts: readonly HostSamples[]): string {
  const metrics = Object.keys(HELP) as Metric[];
  return metrics
    .map((metric) =>
      gauge(
        metric,
        HELP[metric],
        hosts.flatMap((host) => host[metric]),
      ),
    )
    .join('');
}

/** Every sample has the labels of its host. An empty value is the same to Prometheus as no label. */
export function samplesOf(report: Report, exitStatus: number): HostSamples {
  const own: Labels = [
    ...(report.cluster === null ? [] : [['cluster', report.cluster] as const]),
    ['host', report.host ?? ''],
  ];
  const servers = serverLabels(report).map((labels) => [...own, ...labels]);
  const ofServers = (sampleOf: (finding: Finding, labels: Labels) => string) =>
    report.findings.map((finding, index) => sampleOf(finding, servers[index] ?? []));
  const targets = Object.entries(summaryOf(report.findings));
  return {
    target_status: ofServers(({ status }, labels) => sample(labels, VALUES[status])),
    target_waived_until_timestamp_seconds: report.findings.flatMap(({ waiver }, index) =>
      waiver === undefined ? [] : [sample(servers[index] ?? [], endOf(waiver))],
    ),
    target_info: ofServers(({ origin }, labels) => sample([...labels, ...infoLabels(origin)], 1)),
    targets: targets.map(([status, value]) => sample([...own, ['status', status]], value)),
    problems: [sample(own, report.problems.length)],
    warnings: warningCounts(report).map(([code, value]) => sample([...own, ['code', code]], value)),
    status: [sample(own, exitStatus)],
    merge_info: mergeMarks(report).map((reason) => sample([...own, ['reason', reason]], 1)),
    last_run_timestamp_seconds: [sample(own, report.auditedAt.getTime() / 1000)],
  };
}

/** A metric with its description; nothing where it has no sample. */
function gauge(name: string, help: string, samples: readonly string[]): string {
  if (samples.length === 0) return '';
  const metric = `kubelet_https_audit_${name}`;
  const lines = samples.map((one) => `${metric}${one}\n`);
  return `# HELP ${metric} ${help}\n# TYPE ${metric} gauge\n${lines.join('')}`;
}

function sample(labels: Labels, value: number): string {
  return `${braced(labels)} ${value}`;
}

function braced(labels: Labels): string {
  return `{${labels.map(([name, value]) => `${name}="${escapeValue(value)}"`).join(',')}}`;
}

/** Backslash, double quote and line feed; the format has no other escape. */
function escapeValue(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/**
 * Labels for each finding that stay the same over restarts: no pid, no line. Of equal ones the second has the ordinal 2,
 * and so on.
 */
function serverLabels({ findings }: Report): Labels[] {
  const labels = findings.map(
    (finding): Labels => [
      ['kind', finding.origin.kind],
      ['target', serverName(finding)],
      ['path', originFacts(finding.origin).path ?? ''],
    ],
  );
  const ordinals = ordinalsOf(
    labels.map((own, index) => ({ key: braced(own), origin: findings[index]?.origin })),
  );
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

/** The end of the last day. */
function endOf({ until }: AcceptedRisk): number {
  return Date.parse(`${until}T00:00:00Z`) / 1000 + SECONDS_A_DAY;
}

function warningCounts({
  findings,
  warnings: ofRun = [],
}: Report): (readonly [code: string, count: number])[] {
  const codes = [...findings.flatMap(({ warnings }) => warnings), ...ofRun].map(({ code }) => code);
  return [...new Set(codes)].sort().map((code) => [code, codes.filter((other) => other === code).length]);
}
