import { kubeletHttps } from '../../src/audit/control/kubelet-https.ts';
import { Collection } from '../../src/merge/collection.ts';
import { JsonDocuments } from '../../src/merge/json-documents.ts';
import { merge } from '../../src/merge/merge.ts';
import { TakeDocuments } from '../../src/merge/take-documents.ts';
import type { Fleet, FleetReporter, HostName } from '../../src/model/fleet.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { json as fleetAsJson } from '../../src/reporters/fleet/json.ts';
import { json } from '../../src/reporters/json.ts';
import { EXAMPLES, reportOn, waiverOf } from './reports.ts';

export const NOW = new Date('2026-02-01T12:00:00Z');

/** What a report says that is not what an example says. */
export interface Change {
  readonly example?: keyof typeof EXAMPLES;
  readonly cluster?: unknown;
  readonly host?: unknown;
  readonly auditedAt?: unknown;
  readonly [field: string]: unknown;
}

const STATUSES = { pass: 0, fail: 1, unknown: 2, notapplicable: 3 } as const;

/** The JSON report of a host, an hour old: a plain object. */
export function jsonReport({ example = 'pass', ...change }: Change = {}): Record<string, unknown> {
  const report = EXAMPLES[example] ?? reportOn({});
  const options = { exitStatus: STATUSES[report.status], isColoured: false, isVerbose: false };
  const parsed = JSON.parse(json(report, options));
  return { ...parsed, cluster: 'prod', host: 'cp-1', auditedAt: '2026-02-01T11:00:00.000Z', ...change };
}

/** The findings of a report that passes, with these warnings. */
export function passingWith(...codes: readonly string[]): readonly object[] {
  const warnings = codes.map((code) => ({ code, message: `Says ${code}.` }));
  const findings = jsonReport().findings as readonly object[];
  return findings.map((finding) => ({ ...finding, warnings }));
}

export interface MergedWith {
  readonly hosts?: readonly HostName[];
  readonly maxAgeSeconds?: number;
  readonly isStrict?: boolean;
  readonly isMissingAllowed?: boolean;
  readonly now?: Date;
  readonly waivers?: readonly Waiver[];
}

/** A merge of files, each with its text. */
export function mergeTexts(
  files: Readonly<Record<string, string | Buffer>>,
  { hosts, maxAgeSeconds, isStrict, isMissingAllowed = false, now = NOW, waivers }: MergedWith = {},
): Fleet {
  const collection = new Collection(now, isStrict, waivers);
  if (hosts) collection.expectListed(hosts);
  if (maxAgeSeconds !== undefined) collection.limitAge(maxAgeSeconds);
  for (const [path, content] of Object.entries(files)) {
    const take = new TakeDocuments(collection, path, kubeletHttps.id, () => undefined);
    const documents = new JsonDocuments(take);
    documents.push(Buffer.from(content));
    documents.end();
    take.end();
  }
  const tool = { name: 'kubelet-https-audit', version: '0.1.0' };
  return merge(collection, { tool, control: kubeletHttps, isMissingAllowed });
}

/** A merged report as it is written, with its exit status. */
export function fleetJson(fleet: Fleet, reporter: FleetReporter = fleetAsJson): string {
  return reporter(fleet, { exitStatus: STATUSES[fleet.status], isColoured: false, isVerbose: false });
}

/** A merge of reports, each in a file of its own: `0.json`, `1.json`, … */
export function mergeReports(reports: readonly object[], options: MergedWith = {}): Fleet {
  return mergeTexts(
    Object.fromEntries(reports.map((report, index) => [`${index}.json`, JSON.stringify(report)])),
    options,
  );
}

const cp = (number: number, cluster: string | null = 'prod') => ({ cluster, host: `cp-${number}` });
const DAY = 86_400;
const OLD = '2026-01-01T00:00:00.000Z';

/** A fleet with each thing that can be said of a host. */
export const FLEETS: Readonly<Record<string, Fleet>> = {
  pass: mergeReports([jsonReport(), jsonReport({ host: 'cp-2' })]),
  fail: mergeReports([jsonReport({ example: 'fail' }), jsonReport({ host: 'cp-2' })]),
  unknown: mergeReports([jsonReport({ example: 'unknown' })]),
  none: mergeReports([jsonReport({ example: 'not applicable' })]),
  'no cluster': mergeReports([jsonReport({ cluster: null })]),
  missing: mergeReports([jsonReport()], { hosts: [cp(1), cp(4)] }),
  'without a server that was expected': mergeReports([jsonReport({ example: 'not applicable' })], {
    hosts: [cp(1)],
  }),
  stale: mergeReports([jsonReport({ auditedAt: OLD })], { maxAgeSeconds: DAY }),
  'stale and failing': mergeReports([jsonReport({ example: 'fail', auditedAt: OLD })], {
    maxAgeSeconds: DAY,
  }),
  conflict: mergeReports([jsonReport(), jsonReport({ example: 'several servers' })]),
  'conflict of what passes': mergeReports([jsonReport(), jsonReport({ exitStatus: 0, more: 1 })]),
  superseded: mergeReports([jsonReport(), jsonReport({ auditedAt: OLD })]),
  unexpected: mergeReports([jsonReport(), jsonReport({ host: 'cp-9' })], { hosts: [cp(1)] }),
  future: mergeReports([jsonReport({ auditedAt: '2027-01-01T00:00:00Z' })]),
  contradiction: mergeReports([jsonReport({ exitStatus: 2 })]),
  strict: mergeReports([jsonReport({ example: 'what the files of a host add' })], { isStrict: true }),
  'strict, and not all could be read': mergeReports([jsonReport({ findings: passingWith('cannot-read') })], {
    isStrict: true,
  }),
  'several servers': mergeReports([jsonReport({ example: 'several servers' }), jsonReport({ host: 'b' })]),
  'a problem of a host': mergeReports([jsonReport({ example: 'a problem' })]),
  'a problem among the reports': mergeTexts({ 'a.json': JSON.stringify(jsonReport()), 'b.json': '{' }),
  waived: mergeReports([jsonReport({ example: 'a waived failure alone' }), jsonReport({ host: 'cp-2' })]),
  'waived by a merge': mergeReports([jsonReport({ example: 'fail' }), jsonReport({ host: 'cp-2' })], {
    waivers: [
      waiverOf({ match: { host: ['cp-1'] } }),
      waiverOf({ match: { host: ['cp-2'] }, position: { path: 'waivers.yaml', line: 9, column: 5 } }),
    ],
  }),
  'a waiver that ended since': mergeReports([jsonReport({ example: 'a waiver that ends that day' })]),
  'waived beside what is unknown': mergeReports([jsonReport({ example: 'several servers' })], {
    waivers: [waiverOf({})],
  }),
  nothing: mergeReports([]),
  hostile: mergeReports([
    ...[
      'hostile text',
      'hostile text in files',
      'hostile commands of a CI',
      'hostile commands of a CI in files',
    ].map((example, index) => jsonReport({ example, host: `cp-${index}` })),
    jsonReport({ host: 'cp-10', cluster: '<img src=x>&`|*', '\u001b[31m': '\u202e' }),
    jsonReport({ host: 'cp-11\u001b[2J' }),
    jsonReport({ host: '../../x' }),
  ]),
};

/** 500 hosts, three a cluster: 3 fail, 2 are missing, 1 is stale. */
export function fleetOf500(): Fleet {
  const hosts = Array.from({ length: 500 }, (_, index) => ({
    cluster: `prod-eu-${Math.floor(index / 3) + 1}`,
    host: `cp-${(index % 3) + 1}`,
  }));
  const reports = hosts.flatMap((name, index) => {
    if (index === 100 || index === 301) return [];
    const example = [7, 250, 444].includes(index) ? 'fail' : 'pass';
    const minutes = String(index % 60).padStart(2, '0');
    const auditedAt = index === 60 ? '2026-01-30T06:00:00Z' : `2026-02-01T11:${minutes}:00Z`;
    return [jsonReport({ ...name, example, auditedAt })];
  });
  return mergeReports(reports, { hosts, maxAgeSeconds: DAY });
}
