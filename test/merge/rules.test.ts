import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../src/model/fleet.ts';
import { exitStatusOf } from '../../src/terminal/exit-status.ts';
import {
  type Change,
  fleetJson,
  jsonReport,
  type MergedWith,
  mergeReports,
  mergeTexts,
  passingWith,
} from '../support/fleets.ts';
import type { EXAMPLES } from '../support/reports.ts';

const OLD = '2026-01-01T00:00:00.000Z';
const NEW = '2026-02-01T11:30:00.000Z';
const DAY = 86_400;
const CP1 = { cluster: 'prod', host: 'cp-1' };
const CP2 = { cluster: 'prod', host: 'cp-2' };

interface Row {
  readonly reports: readonly Change[];
  readonly options?: MergedWith;
  /** `host status reason`, of each host in order. */
  readonly hosts: readonly string[];
  readonly problems?: readonly string[];
  readonly exit: number;
  readonly why: string;
}

function findingsOf(example: keyof typeof EXAMPLES) {
  return jsonReport({ example }).findings as readonly { readonly warnings?: unknown }[];
}

const ROWS: readonly Row[] = [
  { reports: [{}], hosts: ['prod/cp-1 pass'], exit: 0, why: 'a verdict is copied' },
  {
    reports: [{}, { host: 'cp-2', example: 'fail' }],
    hosts: ['prod/cp-1 pass', 'prod/cp-2 fail'],
    exit: 1,
    why: 'any host that fails decides',
  },
  {
    reports: [{ example: 'unknown' }, { host: 'cp-2', example: 'fail' }],
    hosts: ['prod/cp-1 unknown', 'prod/cp-2 fail'],
    exit: 1,
    why: 'failing outranks unknown',
  },
  {
    reports: [{}, { host: 'cp-2', example: 'unknown' }],
    hosts: ['prod/cp-1 pass', 'prod/cp-2 unknown'],
    exit: 2,
    why: 'any host that is unknown keeps the rest from passing',
  },
  {
    reports: [{ example: 'not applicable' }],
    hosts: ['prod/cp-1 notapplicable'],
    exit: 3,
    why: 'no host has an API server',
  },
  {
    reports: [{ example: 'not applicable' }],
    options: { isMissingAllowed: true },
    hosts: ['prod/cp-1 notapplicable'],
    exit: 0,
    why: 'no host has an API server, and need not',
  },
  {
    reports: [{}, { host: 'w-1', example: 'not applicable' }],
    hosts: ['prod/cp-1 pass', 'prod/w-1 notapplicable'],
    exit: 0,
    why: 'a worker node that nobody expected to have one changes nothing',
  },
  { reports: [], hosts: [], exit: 2, why: 'nothing received is never a pass' },
  {
    reports: [],
    options: { isMissingAllowed: true },
    hosts: [],
    exit: 2,
    why: 'nothing received is not what --allow-missing allows',
  },
  {
    reports: [],
    options: { hosts: [CP1] },
    hosts: ['prod/cp-1 unknown missing'],
    exit: 2,
    why: 'nothing received, and something expected',
  },
  { reports: [{ host: null }], hosts: [], problems: ['host'], exit: 2, why: 'a report without a host' },
  {
    reports: [{ host: null, example: 'fail' }, {}],
    hosts: ['prod/cp-1 pass'],
    problems: ['host'],
    exit: 2,
    why: 'a report without a host beside one that passes',
  },
  {
    reports: [{}],
    options: { hosts: [CP1, CP2] },
    hosts: ['prod/cp-1 pass', 'prod/cp-2 unknown missing'],
    exit: 2,
    why: 'expected, not received',
  },
  {
    reports: [{}],
    options: { hosts: [CP1, CP2], isMissingAllowed: true },
    hosts: ['prod/cp-1 pass', 'prod/cp-2 unknown missing'],
    exit: 2,
    why: '--allow-missing is about API servers, not about hosts',
  },
  {
    reports: [{}],
    options: { hosts: [{ cluster: null, host: 'cp-1' }] },
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'a host that is expected in any cluster',
  },
  {
    reports: [{}, { cluster: 'dev', host: 'a' }],
    options: {
      hosts: [
        { cluster: null, host: 'cp-1' },
        { cluster: null, host: 'a' },
      ],
    },
    hosts: ['dev/a pass', 'prod/cp-1 pass'],
    exit: 0,
    why: 'hosts that are expected in any cluster, and have names of their own',
  },
  {
    reports: [{ cluster: 'dev' }, { host: 'cp-2' }, { cluster: 'dev', host: 'cp-2' }],
    options: {
      hosts: [
        { cluster: null, host: 'cp-1' },
        { cluster: null, host: 'cp-2' },
      ],
    },
    hosts: ['dev/cp-1 pass', 'dev/cp-2 pass', 'prod/cp-2 pass'],
    problems: ['ambiguous-host'],
    exit: 2,
    why: 'a host of one cluster must not stand for the missing one of another',
  },
  {
    reports: [{}],
    options: { hosts: [{ cluster: 'dev', host: 'cp-1' }] },
    hosts: ['dev/cp-1 unknown missing', 'prod/cp-1 pass unexpected'],
    exit: 2,
    why: 'a host of that name in another cluster is not it',
  },
  {
    reports: [{ cluster: null }],
    options: { hosts: [CP1] },
    hosts: ['cp-1 pass unexpected', 'prod/cp-1 unknown missing'],
    exit: 2,
    why: 'a report that does not name the cluster is not of it',
  },
  {
    reports: [{ example: 'not applicable' }],
    options: { hosts: [CP1] },
    hosts: ['prod/cp-1 unknown no-api-server'],
    exit: 2,
    why: 'expected, no API server there',
  },
  {
    reports: [{ example: 'not applicable' }],
    options: { hosts: [CP1], isMissingAllowed: true },
    hosts: ['prod/cp-1 notapplicable'],
    exit: 0,
    why: 'expected, no API server there, allowed',
  },
  {
    reports: [{}, { host: 'cp-2' }],
    options: { hosts: [CP1] },
    hosts: ['prod/cp-1 pass', 'prod/cp-2 pass unexpected'],
    exit: 0,
    why: 'received, not expected: no change of status',
  },
  {
    reports: [{ host: 'w', example: 'not applicable' }, {}],
    options: { hosts: [CP1] },
    hosts: ['prod/cp-1 pass', 'prod/w notapplicable unexpected'],
    exit: 0,
    why: 'without a server, and not expected',
  },
  {
    reports: [{ auditedAt: OLD }],
    options: { maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 unknown stale'],
    exit: 2,
    why: 'an old pass is unknown',
  },
  {
    reports: [{ auditedAt: OLD }],
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'any age is allowed unless one is given',
  },
  {
    reports: [{ auditedAt: OLD, example: 'fail' }],
    options: { maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 fail stale'],
    exit: 1,
    why: 'an old fail stays a fail',
  },
  {
    reports: [{ auditedAt: OLD, example: 'not applicable' }],
    options: { maxAgeSeconds: DAY, isMissingAllowed: true },
    hosts: ['prod/cp-1 unknown stale'],
    exit: 2,
    why: 'an API server may have come since',
  },
  {
    reports: [{ auditedAt: '2026-01-31T12:00:00Z' }],
    options: { maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'exactly as old as allowed',
  },
  {
    reports: [{ auditedAt: '2026-01-31T11:59:59.999Z' }],
    options: { maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 unknown stale'],
    exit: 2,
    why: 'a millisecond older',
  },
  {
    reports: [{ auditedAt: '2026-02-01T12:05:00Z' }],
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'clocks may differ by five minutes',
  },
  {
    reports: [{ auditedAt: '2026-02-01T12:05:00.001Z' }],
    hosts: ['prod/cp-1 unknown clock'],
    problems: ['clock'],
    exit: 2,
    why: 'from the future',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z', example: 'fail' }],
    hosts: ['prod/cp-1 fail clock'],
    problems: ['clock'],
    exit: 1,
    why: 'a fail from the future stays one',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z' }, { example: 'fail' }],
    hosts: ['prod/cp-1 fail'],
    problems: ['clock'],
    exit: 1,
    why: 'what is from the future supersedes nothing',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z', example: 'fail' }, {}],
    hosts: ['prod/cp-1 fail clock'],
    problems: ['clock'],
    exit: 1,
    why: 'what is from the future and fails keeps the host from passing',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z', example: 'unknown' }, {}],
    hosts: ['prod/cp-1 unknown clock'],
    problems: ['clock'],
    exit: 2,
    why: 'what is from the future and unknown keeps the host from passing',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z' }, {}],
    hosts: ['prod/cp-1 pass'],
    problems: ['clock'],
    exit: 2,
    why: 'what is from the future and passes is a problem',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z' }, { example: 'not applicable' }],
    hosts: ['prod/cp-1 notapplicable'],
    problems: ['clock'],
    exit: 2,
    why: 'what is from the future and passes makes nothing pass',
  },
  {
    reports: [{ auditedAt: '2027-02-01T12:00:00Z' }, { auditedAt: '2028-02-01T12:00:00Z', example: 'fail' }],
    hosts: ['prod/cp-1 fail clock'],
    problems: ['clock', 'clock'],
    exit: 1,
    why: 'one of several from the future fails',
  },
  {
    reports: [{ auditedAt: OLD }, { example: 'fail', auditedAt: NEW }],
    hosts: ['prod/cp-1 fail superseded'],
    exit: 1,
    why: 'the newest counts, and fails',
  },
  {
    reports: [{ auditedAt: OLD, example: 'fail' }, { auditedAt: NEW }],
    hosts: ['prod/cp-1 pass superseded'],
    exit: 0,
    why: 'the newest counts, and passes',
  },
  { reports: [{}, {}], hosts: ['prod/cp-1 pass'], exit: 0, why: 'the same report twice is one' },
  {
    reports: [{}, { auditedAt: '2026-02-01T12:00:00+01:00' }],
    hosts: ['prod/cp-1 unknown conflict'],
    exit: 2,
    why: 'the same time in other words is other content',
  },
  {
    reports: [{}, { more: 1 }],
    hosts: ['prod/cp-1 unknown conflict'],
    exit: 2,
    why: 'the same time and other content',
  },
  {
    reports: [{}, { example: 'fail' }],
    hosts: ['prod/cp-1 fail conflict'],
    exit: 1,
    why: 'one of those in conflict fails',
  },
  {
    reports: [{}, { more: 1 }, { auditedAt: NEW }],
    hosts: ['prod/cp-1 pass superseded'],
    exit: 0,
    why: 'a newer report ends a conflict',
  },
  {
    reports: [{}, { cluster: 'dev', example: 'fail' }],
    hosts: ['dev/cp-1 fail', 'prod/cp-1 pass'],
    exit: 1,
    why: 'hosts of two clusters have one name',
  },
  {
    reports: [{ cluster: '' }, { cluster: undefined, host: 'cp-2' }],
    hosts: ['cp-1 pass', 'cp-2 pass'],
    exit: 0,
    why: 'an empty or absent cluster is none',
  },
  {
    reports: ['cp-10', 'cp-2', 'a', 'cp-1'].map((host) => ({ host })),
    hosts: ['prod/a pass', 'prod/cp-1 pass', 'prod/cp-2 pass', 'prod/cp-10 pass'],
    exit: 0,
    why: 'numbers are in their order',
  },
  {
    reports: [{ exitStatus: 2 }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass that ended with 2',
  },
  {
    reports: [{ exitStatus: 1 }],
    hosts: ['prod/cp-1 fail contradiction'],
    exit: 1,
    why: 'a pass that ended with 1',
  },
  {
    reports: [{ exitStatus: 3 }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass that found nothing',
  },
  {
    reports: [{ summary: { pass: 1, fail: 1, unknown: 0 } }],
    hosts: ['prod/cp-1 fail contradiction'],
    exit: 1,
    why: 'a pass that counts a failure',
  },
  {
    reports: [{ summary: { pass: 1, fail: 0, unknown: 1 } }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass that counts what is unknown',
  },
  {
    reports: [{ summary: { pass: 2, fail: 0, unknown: 0 } }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass that counts a finding it does not have',
  },
  {
    reports: [{ findings: [] }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass without a finding',
  },
  {
    reports: [{ example: 'fail', status: 'pass', exitStatus: 0 }],
    hosts: ['prod/cp-1 fail contradiction'],
    exit: 1,
    why: 'a pass with a finding that fails',
  },
  {
    reports: [{ example: 'unknown', status: 'pass', exitStatus: 0 }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'a pass with a finding that is unknown',
  },
  {
    reports: [{ example: 'a problem', status: 'notapplicable', exitStatus: 3 }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'nothing found, and a problem',
  },
  {
    reports: [{ status: 'notapplicable', exitStatus: 3 }],
    hosts: ['prod/cp-1 unknown contradiction'],
    exit: 2,
    why: 'nothing found, and a finding',
  },
  {
    reports: [{ example: 'what the files of a host add', status: 'pass', exitStatus: 0 }],
    options: { isStrict: true },
    hosts: ['prod/cp-1 fail warnings'],
    exit: 1,
    why: '--strict treats warnings as failures',
  },
  {
    reports: [{ example: 'what the files of a host add', status: 'pass', exitStatus: 0, auditedAt: OLD }],
    options: { isStrict: true, maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 fail stale'],
    exit: 1,
    why: 'what --strict makes a failure stays one when it is old',
  },
  {
    reports: [
      {
        findings: [...findingsOf('unknown'), ...findingsOf('what the files of a host add')],
        status: 'unknown',
        exitStatus: 2,
      },
    ],
    options: { isStrict: true },
    hosts: ['prod/cp-1 fail warnings'],
    exit: 1,
    why: '--strict treats warnings as failures, beside what is unknown',
  },
  {
    reports: [
      {
        findings: findingsOf('unknown').map((finding) => ({
          ...finding,
          warnings: findingsOf('what the files of a host add')[0]?.warnings,
        })),
        status: 'unknown',
        exitStatus: 2,
      },
    ],
    options: { isStrict: true },
    hosts: ['prod/cp-1 unknown'],
    exit: 2,
    why: '--strict makes no failure of what is unknown, as in the audit',
  },
  {
    reports: [{ findings: passingWith('cannot-read') }],
    options: { isStrict: true },
    hosts: ['prod/cp-1 unknown cannot-read'],
    exit: 2,
    why: '--strict makes no failure of what could not be read, as in the audit',
  },
  {
    reports: [{ findings: passingWith('cannot-read') }],
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'which passes without it',
  },
  {
    reports: [{ findings: passingWith('cannot-read', 'drift') }],
    options: { isStrict: true },
    hosts: ['prod/cp-1 fail warnings'],
    exit: 1,
    why: '--strict treats other warnings beside it as failures',
  },
  {
    reports: [{ findings: passingWith('cannot-read'), auditedAt: OLD }],
    options: { isStrict: true, maxAgeSeconds: DAY },
    hosts: ['prod/cp-1 unknown stale'],
    exit: 2,
    why: 'what could not be read is unknown when it is old',
  },
  {
    reports: [
      {
        findings: [...findingsOf('unknown'), ...passingWith('cannot-read')],
        status: 'unknown',
        exitStatus: 2,
      },
    ],
    options: { isStrict: true },
    hosts: ['prod/cp-1 unknown'],
    exit: 2,
    why: 'beside what is unknown it changes nothing',
  },
  {
    reports: [{ example: 'fail' }],
    options: { isStrict: true },
    hosts: ['prod/cp-1 fail'],
    exit: 1,
    why: '--strict adds nothing to what fails',
  },
  {
    reports: [{}],
    options: { isStrict: true },
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: '--strict without a warning',
  },
  {
    reports: [{ schemaVersion: 2 }],
    hosts: [],
    problems: ['schema-version'],
    exit: 2,
    why: 'a newer version',
  },
  { reports: [{ schemaVersion: '1' }], hosts: [], problems: ['not-a-report'], exit: 2, why: 'no version' },
  {
    reports: [{ tool: { name: 'x', version: '1' } }],
    hosts: [],
    problems: ['not-a-report'],
    exit: 2,
    why: 'another tool',
  },
  {
    reports: [{ control: { id: '1.2.5' } }],
    hosts: [],
    problems: ['not-a-report'],
    exit: 2,
    why: 'another control',
  },
  { reports: [{ kind: 'x' }], hosts: [], problems: ['not-a-report'], exit: 2, why: 'another kind' },
  { reports: [{ auditedAt: 'NaN' }], hosts: [], problems: ['not-a-report'], exit: 2, why: 'no time' },
  {
    reports: [{ auditedAt: '2026-13-41T25:00:00Z' }],
    hosts: [],
    problems: ['not-a-report'],
    exit: 2,
    why: 'a time that is none',
  },
  ...[
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:00:60Z',
    '0000-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59-23:59',
    '+275760-09-13T00:00:00Z',
  ].map((auditedAt) => ({
    reports: [{ auditedAt }],
    hosts: [],
    problems: ['not-a-report'],
    exit: 2,
    why: `a time that is none, or of no year of RFC 3339: ${auditedAt}`,
  })),
  {
    reports: [{ x: 'x'.repeat(65_537) }],
    hosts: [],
    problems: ['too-large'],
    exit: 2,
    why: 'a text that is too long to be looked through',
  },
  {
    reports: [{ x: '\u001b'.repeat(65_536) }],
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'a text that is as long as it may be',
  },
  {
    reports: [{}, Object.fromEntries(Object.entries(jsonReport()).reverse())],
    hosts: ['prod/cp-1 pass'],
    exit: 0,
    why: 'the same report with its keys in another order is one',
  },
  {
    reports: [{ cluster: '' }, { cluster: null }, { cluster: undefined }],
    hosts: ['cp-1 pass'],
    exit: 0,
    why: 'the same report that says in another way that it is in no cluster is one',
  },
  { reports: [{ host: 5 }], hosts: [], problems: ['host'], exit: 2, why: 'a number as host' },
  { reports: [{ host: '' }], hosts: [], problems: ['host'], exit: 2, why: 'an empty host' },
  { reports: [{ host: '../../x' }], hosts: [], problems: ['host'], exit: 2, why: 'a path as host' },
  { reports: [{ host: 'a\nb' }], hosts: [], problems: ['host'], exit: 2, why: 'a host of two lines' },
  {
    reports: [{ host: 'a'.repeat(254) }],
    hosts: [],
    problems: ['host'],
    exit: 2,
    why: 'a host longer than DNS has',
  },
  {
    reports: [{ cluster: '\u001b[2J' }],
    hosts: [],
    problems: ['host'],
    exit: 2,
    why: 'a cluster that is not printable',
  },
  { reports: [{ cluster: {} }], hosts: [], problems: ['host'], exit: 2, why: 'an object as cluster' },
];

function saidOf(fleet: Fleet): string[] {
  return fleet.hosts.map(({ cluster, host, status, reason, isUnexpected, hasSuperseded }) =>
    [
      `${cluster === null ? '' : `${cluster}/`}${host}`,
      status,
      ...(reason ? [reason] : []),
      ...(isUnexpected ? ['unexpected'] : []),
      ...(hasSuperseded ? ['superseded'] : []),
    ].join(' '),
  );
}

const SOME_CP1 = { cluster: null, host: 'cp-1' };

/** What was merged, and merged again with others. */
function mergedAgain(...fleets: readonly Fleet[]): Fleet {
  return mergeTexts(
    Object.fromEntries(fleets.map((fleet, index) => [`region-${index}.json`, fleetJson(fleet)])),
  );
}

describe('a list of hosts without their clusters', () => {
  const SOME_CP3 = { cluster: null, host: 'cp-3' };
  const a = mergeReports([jsonReport({ cluster: 'A' })], { hosts: [SOME_CP1] });

  test.each([
    {
      b: mergeReports([jsonReport({ cluster: 'B', host: 'cp-3' })], { hosts: [SOME_CP1, SOME_CP3] }),
      hosts: ['A/cp-1 pass', 'B/cp-1 unknown missing', 'B/cp-3 pass'],
      why: 'of a merge of one cluster is of that cluster',
    },
    {
      b: mergeReports([], { hosts: [SOME_CP1] }),
      hosts: ['cp-1 unknown missing', 'A/cp-1 pass'],
      why: 'of a merge that received nothing is of no other cluster',
    },
    {
      b: mergeReports(
        ['B', 'C'].map((cluster) => jsonReport({ cluster, host: 'cp-3', example: 'unknown' })),
        { hosts: [SOME_CP1] },
      ),
      hosts: [
        'cp-1 unknown missing',
        'A/cp-1 pass',
        'B/cp-3 unknown unexpected',
        'C/cp-3 unknown unexpected',
      ],
      why: 'of a merge of several clusters is of none beside them',
    },
  ])('$why: what is missing there is not satisfied elsewhere', ({ b, hosts }) => {
    for (const fleets of [
      [a, b],
      [b, a],
    ]) {
      expect(saidOf(mergedAgain(...fleets))).toEqual(hosts);
      expect(saidOf(mergedAgain(mergedAgain(...fleets)))).toEqual(hosts);
    }
  });

  test.each([
    {
      hosts: [
        { cluster: 'A', host: 'cp-1' },
        { cluster: 'B', host: 'cp-1' },
        { cluster: null, host: 'b' },
      ],
      problems: [],
      why: 'where every such line is of one host',
    },
    {
      hosts: [SOME_CP1, { cluster: null, host: 'b' }],
      problems: ['lists cp-1 without its cluster, but hosts of several clusters have that name'],
      why: 'where one could be of several',
    },
    {
      hosts: [SOME_CP1, { cluster: 'C', host: 'cp-1' }, { cluster: null, host: 'b' }],
      problems: ['lists cp-1 without its cluster, but hosts of several clusters have that name'],
      why: 'where one could be of several, expected ones included',
    },
  ])('is ambiguous, once, only $why', ({ hosts, problems }) => {
    const reports = [{ cluster: 'A' }, { cluster: 'B' }, { cluster: 'A', host: 'b' }].map(jsonReport);
    const fleet = mergeReports(reports, { hosts });
    expect(fleet.problems.map(({ message }) => message)).toEqual(problems);
    expect(mergedAgain(fleet).problems).toEqual(fleet.problems);
    expect(mergedAgain(fleet).expected).toEqual(fleet.expected);
  });
});

interface JsonFleet {
  reports?: [Record<string, unknown>, Record<string, unknown>];
  readonly hosts: object;
  readonly control: object;
}

describe('problems of one kind in one file', () => {
  test('are listed up to a hundred, and the others counted', () => {
    const texts = Array.from({ length: 250 }, (_, index) => `{"a":${index}}\n`);
    const fleet = mergeTexts({ a: texts.join(''), b: '{}' });
    expect(fleet.problems).toHaveLength(102);
    expect(fleet.problems[0]).toMatchObject({
      path: 'a',
      line: null,
      message: 'has 150 more problems of this kind',
    });
    expect(fleet.problems.at(-2)).toMatchObject({ path: 'a', line: 100 });
    expect(mergedAgain(fleet, fleet).problems).toEqual(fleet.problems);
  });
});

describe('many reports of one host and time', () => {
  test('are compared in time that grows with their number', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, more) => `${JSON.stringify(jsonReport({ more }))}\n`).join('');
    const seconds = (count: number) => {
      const text = lines(count);
      const start = performance.now();
      expect(mergeTexts({ a: text }).hosts[0]?.received).toHaveLength(count);
      return performance.now() - start;
    };
    seconds(500);
    expect(seconds(8000)).toBeLessThan(40 * seconds(1000));
  });
});

describe('a missing host', () => {
  test.each([
    { host: 'cp-4', cluster: null, why: 'in no cluster' },
    { host: 'cp-4', cluster: 'dev', why: 'in another cluster' },
    { host: 'CP-4', cluster: 'prod', why: 'in capitals' },
    { host: 'cp-4.', cluster: 'prod', why: 'with the dot of DNS' },
    { host: 'cp\uff0d4', cluster: 'prod', why: 'in another form of Unicode' },
  ])('hints at a report of what may be it: $why', ({ host, cluster }) => {
    const fleet = mergeReports([jsonReport({ host, cluster })], {
      hosts: [{ cluster: 'prod', host: 'cp-4' }],
    });
    const missing = fleet.hosts.find(({ reason }) => reason === 'missing');
    expect(missing?.hint).toContain(`There is a report of ${cluster === null ? '' : `${cluster}/`}${host}: `);
  });

  test('has the usual hint where nothing is like it, or only what is expected itself', () => {
    const hosts = ['prod', 'dev'].map((cluster) => ({ cluster, host: 'cp-4' }));
    const reports = [{ host: 'cp-1' }, { cluster: 'dev', host: 'cp-4' }].map(jsonReport);
    const fleet = mergeReports(reports, { hosts });
    expect(fleet.hosts.at(-1)?.hint).toBe('Audit the host, or remove it from the list of hosts.');
  });
});

describe('a report from the future', () => {
  const reports = [jsonReport({ auditedAt: '2026-02-01T13:00:00Z' }), jsonReport({ example: 'fail' })];
  const later = new Date('2026-02-01T14:00:00Z');

  test('counts in a later merge, as if all were merged then', () => {
    const before = mergeReports(reports);
    expect(saidOf(before)).toEqual(['prod/cp-1 fail']);
    const again = mergeTexts({ 'a.json': fleetJson(before) }, { now: later });
    expect(saidOf(again)).toEqual(['prod/cp-1 pass superseded']);
    expect(again.problems).toEqual([]);
    expect(fleetJson(again)).toBe(fleetJson(mergeReports(reports, { now: later })));
  });
});

describe('reports that were left out', () => {
  const fail = { example: 'fail', auditedAt: OLD } as const;

  test.each([
    { reports: [fail, {}], cluster: null, failure: '0.json', why: 'that fails, of a host in no cluster' },
    {
      reports: [{ ...fail, auditedAt: '2025-01-01T00:00:00Z' }, fail, {}],
      cluster: null,
      failure: '1.json',
      why: 'the newest of them',
    },
    { reports: [fail, {}], cluster: 'prod', failure: undefined, why: 'none of a host in a cluster' },
    { reports: [{ auditedAt: OLD }, {}], cluster: null, failure: undefined, why: 'none that passes' },
  ])('are said: $why', ({ reports, cluster, failure }) => {
    const fleet = mergeReports(reports.map((change) => jsonReport({ ...change, cluster })));
    expect(fleet.hosts.map(({ supersededFailure }) => supersededFailure?.source)).toEqual([failure]);
    expect(mergedAgain(fleet).hosts[0]?.supersededFailure).toEqual(fleet.hosts[0]?.supersededFailure);
    expect(fleetJson(mergedAgain(fleet))).toBe(fleetJson(fleet));
  });
});

describe('a merged report that does not say what it has', () => {
  const text = fleetJson(
    mergeReports([jsonReport({ example: 'fail' }), jsonReport({ host: 'cp-2' })], { hosts: [CP1] }),
  );
  const changed = (change: (fleet: JsonFleet) => void) => {
    const fleet = JSON.parse(text);
    change(fleet);
    return JSON.stringify(fleet);
  };
  const entry = (change: object) => changed(({ reports }) => Object.assign(reports?.[0] ?? {}, change));

  test.each([
    { file: changed((fleet) => delete fleet.reports), says: /reports is not a list/, why: 'no reports' },
    { file: changed((fleet) => Object.assign(fleet, { reports: {} })), says: /not a list/, why: 'an object' },
    {
      file: text.replace('"reports"', '"\\u0072eports"'),
      says: /reports has elements under another spelling/,
      why: 'an escaped key',
    },
    {
      file: changed((fleet) => fleet.reports?.pop()),
      says: /reports of 2 hosts, but has 1/,
      why: 'one lost',
    },
    {
      file: changed((fleet) => Object.assign(fleet, { reports: [] })),
      says: /reports of 2 hosts, but has 0/,
      why: 'all lost',
    },
    {
      file: changed((fleet) => Object.assign(fleet.hosts, { received: 1 }) && fleet.reports?.pop()),
      says: /says pass of 1 hosts, but has 0/,
      why: 'one lost, and counted',
    },
    {
      file: changed((fleet) => Object.assign(fleet, { status: 'pass' })),
      says: /says pass, but/,
      why: 'status',
    },
    { file: changed((fleet) => Object.assign(fleet, { exitStatus: 0 })), says: /exit status 0/, why: 'exit' },
    {
      file: changed((fleet) => Object.assign(fleet.control, { id: '1.2.5' })),
      says: /on another control/,
      why: 'another control',
    },
    { file: entry({ host: 'cp-7' }), says: /cp-7 with a report of prod\/cp-1/, why: 'another host' },
    { file: entry({ cluster: null }), says: /of cp-1 with a report of prod\/cp-1/, why: 'another cluster' },
    { file: entry({ reported: 'pass' }), says: /says pass of a report that says fail/, why: 'reported' },
    { file: entry({ status: 'pass' }), says: /is pass in place of fail/, why: 'a better status' },
    {
      file: changed(({ reports }) => Object.assign(reports?.[1] ?? {}, { status: 'fail' })),
      says: /is fail in place of pass/,
      why: 'a worse status',
    },
    {
      file: changed(({ reports }) => delete reports?.[1].report),
      says: /says pass of a report that says null/,
      why: 'an entry without its report',
    },
  ])('is a problem: $why', ({ file, says }) => {
    const fleet = mergeTexts({ 'a.json': file });
    expect(fleet.problems.map(({ message }) => message).join('\n')).toMatch(says);
    expect(fleet.problems.every(({ code }) => code === 'not-a-report')).toBe(true);
    expect(['fail', 'unknown']).toContain(fleet.status);
  });

  test('is none where only blanks are added', () => {
    for (const blanks of [20, 60, 100, 70_000]) {
      const file = text.replace('"reports": [', `"reports"${' '.repeat(blanks)}:${'\n'.repeat(blanks)}[`);
      expect(saidOf(mergeTexts({ 'a.json': file }))).toEqual(['prod/cp-1 fail', 'prod/cp-2 pass unexpected']);
    }
  });
});

describe('a merge', () => {
  test.each(ROWS)('$why', ({ reports, options, hosts, problems = [], exit }) => {
    const fleet = mergeReports(reports.map(jsonReport), options);
    expect(saidOf(fleet)).toEqual(hosts);
    expect(fleet.problems.map(({ code }) => code)).toEqual(problems);
    expect(exitStatusOf(fleet.status, options?.isMissingAllowed ?? false)).toBe(exit);
    const reversed = mergeReports(reports.map(jsonReport).reverse(), options);
    expect(saidOf(reversed)).toEqual(hosts);
  });

  const RANK = { notapplicable: 0, pass: 1, unknown: 2, fail: 3 };

  test.each(ROWS)('gives each host a report that is no better than its status: $why', (row) => {
    for (const host of mergeReports(row.reports.map(jsonReport), row.options).hosts) {
      const { status, findings, problems } = host.report();
      expect(status).toBe(host.status);
      const said = [...findings.map((finding) => finding.status), ...problems.map(() => 'unknown' as const)];
      const worst = Math.max(0, ...said.map((one) => RANK[one]));
      if (host.status !== 'fail') expect(worst).toBe(RANK[host.status]);
      else expect(worst).toBeGreaterThanOrEqual(RANK.unknown);
      for (const { status: own } of host.received)
        expect(RANK[host.status]).toBeGreaterThanOrEqual(RANK[own]);
      if (host.reason !== undefined) expect(host.message).toMatch(/^\S.*[^.]$/);
    }
  });
});
