import fc from 'fast-check';
import { convertFile } from 'inspecjs';
import { describe, expect, test } from 'vitest';
import type { FleetReporter } from '../../src/model/fleet.ts';
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
} from '../support/fleets.ts';
import { fuzzing, hostileText, mutated, mutations } from '../support/fuzzing.ts';
import { parsePage } from '../support/parse-page.ts';
import { parseFleet } from '../support/report-schema.ts';

const MINUTE = 60_000;

const change: fc.Arbitrary<Change> = fc
  .record({
    cluster: fc.constantFrom(null, '', 'prod', 'dev', 'a/b'),
    host: fc.constantFrom('cp-1', 'cp-2', 'cp-10', null),
    minutes: fc.constantFrom(-3000, -100, -100, -99, 0, 4, 6, 7),
    example: fc.constantFrom(
      'pass',
      'fail',
      'unknown',
      'not applicable',
      'a problem',
      'what the files of a host add',
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

const options: fc.Arbitrary<MergedWith> = fc.record({
  hosts: fc.option(fc.array(host, { maxLength: 4 }), { nil: undefined }),
  maxAgeSeconds: fc.option(fc.constantFrom(60, 86_400), { nil: undefined }),
  isStrict: fc.boolean(),
  isMissingAllowed: fc.boolean(),
}) as fc.Arbitrary<MergedWith>;

const RENDER = { exitStatus: 2, isColoured: false, isVerbose: false };

function merged(texts: Readonly<Record<string, string>>, how: MergedWith): string {
  return fleetJson(mergeTexts(texts, how));
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
        (texts, how, parts, isGivenToAll, isOneLine) => {
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
          const region = [...groups].map(([part, own]) => [
            `region-${part}.json`,
            fleetJson(mergeTexts(Object.fromEntries(own), isGivenToAll ? how : {}), render),
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
