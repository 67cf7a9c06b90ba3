import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { convertFileContextual, isContextualizedEvaluation } from 'inspecjs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { hostLabel } from '../../../src/model/fleet.ts';
import { hdf, openreports, policyreport } from '../../../src/reporters/fleet/lists.ts';
import { hostStatus } from '../../../src/reporters/fleet/words.ts';
import { FLEETS, jsonReport, mergeReports } from '../../support/fleets.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: false };
const HDF_STATUSES = {
  pass: 'Passed',
  fail: 'Failed',
  unknown: 'Profile Error',
  notapplicable: 'Not Applicable',
  waived: 'Not Applicable',
} as const;

function schemaOf(name: string) {
  const url = new URL(`../../fixtures/schemas/${name}.schema.json`, import.meta.url);
  return new Ajv2020({ allErrors: true }).compile(JSON.parse(readFileSync(url, 'utf8')));
}

const LISTS = [
  { name: 'openreports', reporter: openreports, isValid: schemaOf('openreports-report') },
  { name: 'policyreport', reporter: policyreport, isValid: schemaOf('cluster-policy-report') },
] as const;

/** A fleet has one more part for what is not a report of any host. */
const isWithoutHost = (fleet: (typeof FLEETS)[string]) =>
  fleet.hosts.length === 0 || fleet.problems.length > 0;

describe.each(LISTS)('the List of $name', ({ reporter, isValid }) => {
  test.each(Object.entries(FLEETS))('has a valid object of its own name for each host: %s', (_, fleet) => {
    const { kind, apiVersion, items, ...rest } = JSON.parse(reporter(fleet, OPTIONS));
    expect({ kind, apiVersion, rest }).toEqual({ kind: 'List', apiVersion: 'v1', rest: {} });
    for (const item of items) {
      isValid(item);
      expect(isValid.errors ?? []).toEqual([]);
    }
    const scopes = items.map(({ scope }: { scope?: { name: string } }) => scope?.name);
    const hosts = fleet.hosts.map(({ host }) => host.toLowerCase());
    expect(scopes).toEqual([...hosts, ...(isWithoutHost(fleet) ? [undefined] : [])]);
    const names = items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is the same to a reader of YAML', () => {
    const text = reporter(FLEETS.hostile ?? mergeReports([]), OPTIONS);
    for (const version of ['1.1', '1.2'] as const) {
      expect(parseYaml(text, { version })).toEqual(JSON.parse(text));
    }
  });
});

test('objects of hosts of one name in several clusters, or in none, do not replace each other', () => {
  const hosts = [null, 'a', 'b'].flatMap((cluster) =>
    ['cp-1', 'CP-1', 'cp_1'].map((host) => jsonReport({ cluster, host })),
  );
  for (const { reporter } of LISTS) {
    const { items } = JSON.parse(reporter(mergeReports(hosts), OPTIONS));
    expect(new Set(items.map((item: { metadata: { name: string } }) => item.metadata.name)).size).toBe(9);
  }
});

describe('the Heimdall Data Format of many hosts', () => {
  test.each(Object.entries(FLEETS))("has for MITRE's own reader the status of each host: %s", (_, fleet) => {
    const read = convertFileContextual(hdf(fleet, OPTIONS));
    if (!isContextualizedEvaluation(read)) throw new Error('not a run');
    const controls = read.contains.flatMap(({ data, contains }) =>
      contains.map(({ hdf: control }) => [data.name, control.status]),
    );
    expect(controls).toEqual([
      ...fleet.hosts.map((host) => [
        `kubelet-https-audit ${hostLabel(host)}`,
        HDF_STATUSES[hostStatus(host)],
      ]),
      ...(isWithoutHost(fleet) ? [['kubelet-https-audit', HDF_STATUSES.unknown]] : []),
    ]);
  });
});
