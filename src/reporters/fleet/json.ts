import {
  type Fleet,
  type FleetReporter,
  fleetSummary,
  type HostResult,
  type ReceivedReport,
} from '../../model/fleet.ts';
import { longestOf } from '../../model/waiver.ts';
import { jsonWarning } from '../json.ts';
import { fillList, listLayout } from './json-list.ts';

const SCHEMA_VERSION = 1;
const INDENT = 2;

/** The merged report in JSON, version 1, a line for each host; its schema is fleet.schema.json. */
export const json: FleetReporter = (fleet, { exitStatus }) => {
  const frame = JSON.stringify(frameOf(fleet, exitStatus), null, INDENT);
  return fillList(`${frame}\n`, fleet.hosts.map(entry), listLayout('reports', INDENT));
};

/** The same on one line. */
export const jsonl: FleetReporter = (fleet, { exitStatus }) =>
  fillList(`${JSON.stringify(frameOf(fleet, exitStatus))}\n`, fleet.hosts.map(entry), {
    place: ',"reports":[',
    before: '',
    after: '',
  });

function frameOf(fleet: Fleet, exitStatus: number) {
  const { id, benchmark, title, remediation } = fleet.control;
  const { hosts, expected, problems, warnings } = fleet;
  const times = hosts
    .flatMap(({ received }) => received.map(({ auditedAt }) => auditedAt))
    .sort((a, b) => a - b);
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'fleet',
    tool: fleet.tool,
    control: { id, benchmark, title, remediation },
    mergedAt: fleet.mergedAt.toISOString(),
    maxAgeSeconds: fleet.maxAgeSeconds ?? null,
    strict: fleet.isStrict,
    status: fleet.status,
    exitStatus,
    hosts: countsOf(fleet),
    summary: fleetSummary(fleet),
    oldest: timeOf(times[0]),
    newest: timeOf(times.at(-1)),
    toolVersions: versionsOf(hosts),
    expected: expected ?? null,
    reports: [],
    problems,
    ...(warnings.length > 0 && { warnings: warnings.map(jsonWarning) }),
  };
}

function countsOf({ hosts, expected }: Fleet) {
  const count = (is: (host: HostResult) => boolean) => hosts.filter(is).length;
  return {
    expected: expected?.length ?? null,
    received: count(({ received }) => received.length > 0),
    missing: count(({ reason }) => reason === 'missing'),
    unexpected: count(({ isUnexpected }) => isUnexpected),
    stale: count(({ reason }) => reason === 'stale'),
    conflict: count(({ reason }) => reason === 'conflict'),
    superseded: count(({ hasSuperseded }) => hasSuperseded),
    waived: count(({ isWaived }) => isWaived),
  };
}

function versionsOf(hosts: readonly HostResult[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { toolVersion } of hosts.flatMap(({ received }) => received)) {
    counts.set(toolVersion, (counts.get(toolVersion) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function timeOf(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

/** The parts of an element of `reports`. */
function entry({ received, ahead, supersededFailure, ...result }: HostResult): string[] {
  const { cluster, host, status, reported, reason, message, hint, isUnexpected, hasSuperseded } = result;
  const [report, ...others] = received;
  const outcome = JSON.stringify({
    cluster,
    host,
    status,
    reported,
    ...(reason !== undefined && { reason, message, hint }),
    ...(isUnexpected && { unexpected: true }),
    ...(hasSuperseded && { superseded: true }),
    ...(supersededFailure && {
      supersededFailure: { ...supersededFailure, auditedAt: timeOf(supersededFailure.auditedAt) },
    }),
    ...(report && { auditedAt: timeOf(report.auditedAt) }),
  });
  if (report === undefined) return [outcome];
  const open = outcome.slice(0, -1);
  const close = ahead.length === 0 ? ['}'] : [',"ahead":', ...list(ahead), '}'];
  if (others.length === 0) return [open, ',', ...placed(report), ...close];
  return [open, ',"conflicting":', ...list(received), ...close];
}

function list(reports: readonly ReceivedReport[]): string[] {
  return [...reports.flatMap((one, index) => [index === 0 ? '[{' : ',{', ...placed(one), '}']), ']'];
}

/** What merges accepted of a report, for the next one. */
function acceptedOf({ open }: ReceivedReport): object[] {
  return open.flatMap(({ index, accepted }) => {
    const risk = longestOf(accepted);
    return risk === undefined ? [] : [{ finding: index, ...risk }];
  });
}

function placed(report: ReceivedReport): string[] {
  const { source, line, content } = report;
  const accepted = acceptedOf(report);
  const waivers = accepted.length === 0 ? '' : `"waivers":${JSON.stringify(accepted)},`;
  return [`"source":${JSON.stringify(source)},"line":${line},${waivers}"report":`, content.oneLine];
}
