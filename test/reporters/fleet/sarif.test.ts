import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/model/fleet.ts';
import { sarif } from '../../../src/reporters/fleet/sarif.ts';
import { FLEETS, jsonReport, mergeReports } from '../../support/fleets.ts';

const SCHEMA = new URL('../../fixtures/schemas/sarif-2.1.0.json', import.meta.url);
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
formats.default(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);

// biome-ignore lint/suspicious/noExplicitAny: the schema vouches for the shape
type Json = any;

/** The only run, held against the schema. */
function runOf(fleet: Fleet): Json {
  const log: Json = JSON.parse(sarif(fleet, { exitStatus: 2, isColoured: false, isVerbose: false }));
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  expect(log.runs).toHaveLength(1);
  return log.runs[0];
}

const fingerprintOf = (result: Json) => result.partialFingerprints['apiServer/v2'];

describe.each(Object.entries(FLEETS))('the SARIF log of many hosts: %s', (_, fleet) => {
  const { results, invocations, automationDetails, properties } = runOf(fleet);

  test('has results for each host that does not pass, those that fail first', () => {
    const levels = results.map(({ level, suppressions }: Json) =>
      suppressions.length > 0 ? 'z: waived' : level,
    );
    expect(levels).toEqual([...levels].sort());
    for (const { host, status } of fleet.hosts) {
      const own = results.filter(({ message }: Json) => message.text.includes(host));
      const expected = { fail: 'error', unknown: 'warning', pass: undefined, notapplicable: undefined }[
        status
      ];
      if (expected !== undefined) expect(own.map(({ level }: Json) => level)).toContain(expected);
    }
    expect(properties.status).toBe(fleet.status);
  });

  test('has an invocation for each report, and a category of its own', () => {
    const received = fleet.hosts.filter((host) => host.received.length > 0);
    expect(invocations.map(({ machine }: Json) => machine)).toEqual(received.map(({ host }) => host));
    expect(automationDetails.id).toBe('kubelet-https-audit/fleet/2026-02-01T12:00:00.000Z');
  });

  test('has results that code scanning can place and tell apart', () => {
    for (const { locations } of results) {
      expect(locations[0].physicalLocation.artifactLocation.uri).toBeTypeOf('string');
    }
    expect(new Set(results.map(fingerprintOf)).size).toBe(results.length);
  });
});

test('hosts of one name and equal findings have different fingerprints, the same in the next merge', () => {
  const reports = ['a', 'b'].flatMap((cluster) =>
    ['cp-1', 'cp-2'].map((host) => jsonReport({ example: 'fail', cluster, host })),
  );
  const fingerprints = runOf(mergeReports(reports)).results.map(fingerprintOf);
  expect(new Set(fingerprints).size).toBe(4);
  const later = mergeReports(reports.slice(1), { now: new Date('2026-02-01T13:00:00Z') });
  expect(runOf(later).results.map(fingerprintOf)).toEqual(fingerprints.slice(1));
});

test('has no more results than code scanning takes, the worst, and says what is left out', () => {
  const problem = { path: '/proc', message: 'cannot be read', hint: 'Run as root.' };
  const many = (host: string) =>
    jsonReport({ host, example: 'unknown', problems: Array.from({ length: 1000 }, () => problem) });
  const hosts = Array.from({ length: 25 }, (_, index) => many(`cp-${index}`));
  const { results } = runOf(mergeReports([...hosts, jsonReport({ host: 'z', example: 'fail' })]));
  expect(results).toHaveLength(25_000);
  expect(results[0]).toMatchObject({ level: 'error', message: { text: expect.stringMatching(/^prod\/z /) } });
  expect(results.at(-1)).toMatchObject({ kind: 'fail', level: 'warning' });
  expect(results.at(-1).message.text).toBe(
    'sarif, status unknown: 27 of 25026 results are left out, because code scanning takes no more than 25000. ' +
      'Merge fewer hosts, or see them all with --format json.',
  );
});
