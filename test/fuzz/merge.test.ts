import fc from 'fast-check';
import { convertFile } from 'inspecjs';
import { describe, expect, test } from 'vitest';
import { type FindingWords, type FleetReporter, hostLabel } from '../../src/model/fleet.ts';
import { html } from '../../src/reporters/fleet/html/index.ts';
import { FLEET_REPORTS, type FleetFormatName } from '../../src/reporters/fleet/index.ts';
import { json, jsonl } from '../../src/reporters/fleet/json.ts';
import { commandsOf } from '../support/ci-commands.ts';
import {
  type Change,
  fleetJson,
  jsonReport,
  type MergedWith,
  mergeReports,
  mergeTexts,
  NOW,
  passingWith,
} from '../support/fleets.ts';
import { fuzzing, hostileText, mutated, mutations } from '../support/fuzzing.ts';
import { parsePage } from '../support/parse-page.ts';
import { parseFleet } from '../support/report-schema.ts';
import { waiverOf } from '../support/reports.ts';

const MINUTE = 60_000;

const change: fc.Arbitrary<Change> = fc
  .record({
    cluster: fc.constantFrom(null, '', 'prod', 'dev', 'a/b'),
    host: fc.constantFrom('cp-1', 'cp-2', 'cp-10', null),
    minutes: fc.constantFrom(-3000, -100, -100, -99, 0, 4, 6, 7, 60, 90),
    example: fc.constantFrom(
      'pass',
      'fail',
      'unknown',
      'not applicable',
      'a problem',
      'what the files of a host add',
      'several servers',
      'a waived failure alone',
      'a waiver that ended',
      'hostile text',
    ),
    exitStatus: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2),
    schemaVersion: fc.constantFrom(1, 1, 1, 1, 2),
    extra: fc.constantFrom(undefined, undefined, 1, '\u001b'),
  })
  .map(({ minutes, exitStatus, ...rest }) => ({
    ...rest,
    ...(exitStatus !== undefined && { exitStatus }),
    auditedAt: new Date(NOW.getTime() + minutes * MINUTE).toISOString(),
  }));

/** A file by its name; some are no report. */
const files = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: change.map((one) => JSON.stringify(jsonReport(one))) },
    { weight: 1, arbitrary: fc.constantFrom('', '{"a":', '[]', '{"a":1,"a":2}', '{}\nx\n{}') },
  ),
  { minLength: 1, maxLength: 12 },
);

const host = fc.record({
  cluster: fc.constantFrom(null, 'prod', 'dev', 'a/b'),
  host: fc.constantFrom('cp-1', 'cp-2', 'cp-3'),
});

const waiver = fc
  .record({
    match: fc.record(
      { host: fc.constantFrom(['cp-1'], ['cp-?'], ['*']), cluster: fc.constantFrom(['prod'], ['']) },
      { requiredKeys: ['host'] },
    ),
    until: fc.constantFrom('2026-01-01', '2026-02-01', '2030-01-01'),
    reason: fc.constantFrom('a', 'b'),
  })
  .map((change) => waiverOf(change));

const options: fc.Arbitrary<MergedWith> = fc.record({
  hosts: fc.option(fc.array(host, { maxLength: 4 }), { nil: undefined }),
  maxAgeSeconds: fc.option(fc.constantFrom(60, 86_400), { nil: undefined }),
  isStrict: fc.boolean(),
  isMissingAllowed: fc.boolean(),
  waivers: fc.array(waiver, { maxLength: 3 }),
}) as fc.Arbitrary<MergedWith>;

const RENDER = { exitStatus: 2, isColoured: false, isVerbose: false };

function merged(texts: Readonly<Record<string, string>>, how: MergedWith): string {
  // Which waivers match nothing is for each merge to say.
  return fleetJson({ ...mergeTexts(texts, how), warnings: [] });
}

describe('merging merges is merging everything', () => {
  const { parameters, timeout } = fuzzing(400);

  test('in any order and any parts, whichever of them got the options', { timeout }, () => {
    fc.assert(
      fc.property(
        files,
        options,
        fc.infiniteStream(fc.nat(3)),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(0, 0, 30, 80, 5000),
        (texts, how, parts, isGivenToAll, isOneLine, minutesAgo) => {
          const named = texts.map((text, index) => [`${index}.json`, text] as const);
          const whole = merged(Object.fromEntries(named), how);
          expect(merged(Object.fromEntries([...named].reverse()), how)).toBe(whole);
          parseFleet(whole);

          const groups = new Map<number, [string, string][]>();
          for (const [name, text] of named) {
            const part = parts.next().value ?? 0;
            groups.set(part, [...(groups.get(part) ?? []), [name, text]]);
          }
          const render = isOneLine ? jsonl : json;
          // What was from the future then may not be now.
          const now = new Date(NOW.getTime() - minutesAgo * MINUTE);
          const region = [...groups].map(([part, own]) => [
            `region-${part}.json`,
            fleetJson(mergeTexts(Object.fromEntries(own), { ...(isGivenToAll && how), now }), render),
          ]);
          const { hosts = [] } = how;
          if (isGivenToAll && hosts.some(({ cluster }) => cluster === null)) return;
          expect(merged(Object.fromEntries(region), how)).toBe(whole);
          // What is allowed to be missing is for the last merge to say; and so is where a host without a cluster is.
          const { isMissingAllowed = false } = how;
          if (isGivenToAll) expect(merged(Object.fromEntries(region), { isMissingAllowed })).toBe(whole);
          expect(merged({ 'all.json': region.map(([, text]) => text).join('') }, how)).toBe(whole);
          expect(merged({ 'again.json': whole, ...Object.fromEntries(named) }, how)).toBe(whole);
        },
      ),
      parameters,
    );
  });
});

describe('what is missing from a region', () => {
  const { parameters, timeout } = fuzzing(300);

  test('whose list it is on is missing from all, unless a host of just that name reports', {
    timeout,
  }, () => {
    const region = fc.record({ texts: files, how: options });
    fc.assert(
      fc.property(fc.array(region, { minLength: 1, maxLength: 4 }), (regions) => {
        const fleets = regions.map(({ texts, how }, part) =>
          mergeTexts(Object.fromEntries(texts.map((text, index) => [`${part}-${index}.json`, text])), how),
        );
        const written = fleets.map((fleet, part) => [`region-${part}.json`, fleetJson(fleet)] as const);
        const whole = mergeTexts(Object.fromEntries(written));
        expect(fleetJson(mergeTexts(Object.fromEntries([...written].reverse())))).toBe(fleetJson(whole));
        const reasons = new Map(whole.hosts.map((one) => [hostLabel(one), one]));
        const received = new Set(
          fleets.flatMap((fleet) => fleet.hosts.filter((one) => one.received.length > 0).map(hostLabel)),
        );
        for (const missing of fleets.flatMap((fleet) =>
          fleet.hosts.filter(({ reason }) => reason === 'missing'),
        )) {
          const found = reasons.get(hostLabel(missing));
          expect(found?.reason === 'missing').toBe(!received.has(hostLabel(missing)));
          expect(found).toBeDefined();
        }
      }),
      parameters,
    );
  });
});

describe('the findings of a host', () => {
  const { parameters, timeout } = fuzzing(500);

  test('are those of its report, whatever it claims', { timeout }, () => {
    const claims = fc.record(
      { status: fc.constantFrom('pass', 'fail', 'unknown'), findings: fc.constant(passingWith('drift')) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(change, claims), { minLength: 1, maxLength: 4 }), options, (all, how) => {
        for (const host of mergeReports(
          all.map(([one, claim]) => jsonReport({ ...one, ...claim })),
          how,
        ).hosts) {
          expect(host.findings().map(wordsOf)).toEqual(host.report().findings.map(wordsOf));
        }
      }),
      parameters,
    );
  });
});

function wordsOf({ status, remediation, waiver, warnings }: FindingWords): FindingWords {
  return { status, warnings, ...(remediation !== undefined && { remediation }), ...(waiver && { waiver }) };
}

const RANK = { notapplicable: 0, pass: 1, unknown: 2, fail: 3 };

describe('no host comes out better', () => {
  const { parameters, timeout } = fuzzing(300);

  test('than its newest reports say, through any merges', { timeout }, () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), options, (changes, how) => {
        const texts = changes.map((one) => JSON.stringify(jsonReport(one)));
        const singles = texts.map(
          (text, index) => [`${index}.json`, fleetJson(mergeTexts({ a: text }))] as const,
        );
        const fleet = mergeTexts(Object.fromEntries(singles), how);
        for (const host of fleet.hosts) {
          const own = changes.filter(
            ({ cluster, host: name, schemaVersion }) =>
              schemaVersion === 1 && name === host.host && (cluster || null) === host.cluster,
          );
          const present = own.filter(
            ({ auditedAt }) => Date.parse(String(auditedAt)) <= NOW.getTime() + 5 * MINUTE,
          );
          const newest = present
            .map(({ auditedAt }) => String(auditedAt))
            .sort()
            .at(-1);
          for (const one of own.filter(
            ({ auditedAt }) => newest === undefined || String(auditedAt) >= newest,
          )) {
            const report = jsonReport(one) as { status: keyof typeof RANK; summary: { unknown: number } };
            // What fails may be waived, what is unknown may not.
            const isWaived = report.status === 'fail' && how.waivers?.length !== 0;
            const rank = isWaived
              ? RANK[report.summary.unknown > 0 ? 'unknown' : 'pass']
              : RANK[report.status];
            // A pass from the future says nothing.
            const least = present.includes(one) ? rank : Math.max(rank, 1);
            if (least === RANK.pass && host.status === 'notapplicable') continue;
            expect(RANK[host.status]).toBeGreaterThanOrEqual(least);
          }
        }
      }),
      parameters,
    );
  });

  test('where a merged report was changed', { timeout }, () => {
    const host = { cluster: 'dev', host: 'a' };
    const whole = fleetJson(
      mergeReports([jsonReport({ example: 'fail' }), jsonReport({ host: 'cp-2' })], { hosts: [host] }),
    );
    const field = fc.constantFrom('host', 'cluster', 'status', 'reported', 'report', 'reason', 'conflicting');
    const value = fc.constantFrom(undefined, null, 'pass', 'fail', 'cp-2', 'dev', [], {}, 0, 2);
    const frame = fc.constantFrom(
      'reports',
      'status',
      'exitStatus',
      'summary',
      'hosts',
      'problems',
      'expected',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), field, value), { maxLength: 2 }),
        fc.option(fc.tuple(frame, value)),
        fc.option(fc.nat(2)),
        (entries, frames, lost) => {
          const fleet = JSON.parse(whole);
          for (const [index, key, changed] of entries) fleet.reports[index][key] = changed;
          if (lost !== null) fleet.reports.splice(lost, 1);
          if (frames !== null) fleet[frames[0]] = frames[1];
          expect(['fail', 'unknown']).toContain(mergeTexts({ 'a.json': JSON.stringify(fleet) }).status);
        },
      ),
      parameters,
    );
  });
});

describe('whatever is merged', async () => {
  const { parameters, timeout } = fuzzing(200);
  const formats = Object.values(FLEET_REPORTS);
  const reporters: FleetReporter[] = await Promise.all(formats.map(({ load }) => load()));

  test('is a fleet, and can be merged again', { timeout }, () => {
    const report = JSON.stringify(jsonReport());
    const fleet = merged(
      { 'a.json': report, 'b.json': JSON.stringify(jsonReport({ example: 'fail', host: 'b' })) },
      {},
    );
    fc.assert(
      fc.property(
        fc.constantFrom(report, fleet, `${report}\n${report}`),
        mutations,
        hostileText,
        (text, changes, tail) => {
          const file = mutated(text, changes);
          const said = fleetJson(mergeTexts({ 'x.json': file, 'y.json': file + tail }));
          const parsed = JSON.parse(said);
          expect(JSON.parse(merged({ 'z.json': said }, {}))).toEqual(parsed);
          for (const reporter of reporters) {
            const shown = reporter(mergeTexts({ 'x.json': file + tail }), RENDER);
            expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          }
        },
      ),
      parameters,
    );
  });
});

describe('hosts, clusters and programs of any name', async () => {
  const { parameters, timeout } = fuzzing(200);
  const names = Object.keys(FLEET_REPORTS) as FleetFormatName[];
  const reporters = await Promise.all(
    names.map(async (name) => [name, await FLEET_REPORTS[name].load()] as const),
  );
  const name = fc.oneof(hostileText, fc.constantFrom('cp-1', '../../x', '__proto__', '::error::x', '</td>'));
  const sources = fc.array(fc.record({ host: name, cluster: fc.option(name), program: hostileText }), {
    minLength: 1,
    maxLength: 4,
  });

  /** What a reader of the format makes of it; throws where it cannot. */
  const readers: Partial<Record<FleetFormatName, (text: string) => unknown>> = {
    json: parseFleet,
    jsonl: parseFleet,
    ndjson: (text) =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    sarif: JSON.parse,
    openreports: JSON.parse,
    policyreport: JSON.parse,
    hdf: convertFile,
    html: parsePage,
  };

  test('are shown as they are by every format, and open nothing in it', { timeout }, () => {
    fc.assert(
      fc.property(sources, (hosts) => {
        const reports = hosts.map(({ program, ...host }, index) => {
          const report = jsonReport({ ...host, example: index % 2 === 0 ? 'fail' : 'unknown' });
          const findings = report.findings as { target: object }[];
          return {
            ...report,
            findings: findings.map((one) => ({ ...one, target: { ...one.target, program } })),
          };
        });
        const fleet = mergeReports(reports);
        for (const [format, render] of reporters) {
          const text = render(fleet, RENDER);
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expect(commandsOf(text, format)).toEqual([]);
          readers[format]?.(text);
        }
        const page = parsePage(html(fleet, RENDER));
        for (const { host: shown } of fleet.hosts.filter(({ host: own }) => own.length <= 200)) {
          expect(page.text).toContain(shown);
        }
        const { elements } = page;
        expect(elements.filter(({ name: element }) => ['script', 'img'].includes(element))).toEqual([]);
      }),
      parameters,
    );
  });
});
