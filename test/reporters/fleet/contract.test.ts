import { describe, expect, test } from 'vitest';
import { FLEET_REPORTS, type FleetFormatName } from '../../../src/reporters/fleet/index.ts';
import { commandsOf } from '../../support/ci-commands.ts';
import { FLEETS } from '../../support/fleets.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: true };

describe.each(Object.keys(FLEET_REPORTS) as FleetFormatName[])('the %s report on many hosts', (name) => {
  test.each(Object.entries(FLEETS))('is safe, whole and stable, and loses no host: %s', async (_, fleet) => {
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, OPTIONS);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(commandsOf(text, name)).toEqual([]);
    for (const { cluster, host, status } of fleet.hosts) {
      expect(text).toContain(host);
      if (cluster !== null && /^\w+$/.test(cluster)) expect(text).toContain(cluster);
      if (status === 'fail' || status === 'unknown') expect(text).toMatch(SAYS[name][status]);
    }
    // Metrics only count them.
    const named = name === 'prometheus' ? [] : fleet.problems;
    for (const { path } of named) expect(text).toContain(path);
    expect(render(fleet, OPTIONS)).toBe(text);
  });

  test.each(Object.entries(FLEETS))('is not a command to a CI, coloured either: %s', async (_, fleet) => {
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, { ...OPTIONS, isColoured: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(commandsOf(text.replace(/\u001b\[\d+m/g, ''), name)).toEqual([]);
  });

  test('has a summary for the help', () => expect(FLEET_REPORTS[name].summary).not.toBe(''));
});

/** How each format says that something fails, or is unknown. */
const SAYS: Readonly<Record<FleetFormatName, { readonly fail: RegExp; readonly unknown: RegExp }>> = {
  text: { fail: /^FAIL/, unknown: /^(?:UNKNOWN|FAIL)/ },
  json: { fail: /"status": "fail"/, unknown: /"status":"unknown"/ },
  jsonl: { fail: /"status":"fail"/, unknown: /"status":"unknown"/ },
  ndjson: { fail: /"status":"fail"/, unknown: /"status":"unknown"/ },
  unix: { fail: /: fail: /, unknown: /: unknown: / },
  junit: { fail: /<failure /, unknown: /<error / },
  sarif: { fail: /"level":"error"/, unknown: /"level":"warning"/ },
  github: { fail: /^::error title=CIS 1\.2\.4 FAIL/m, unknown: /^::error title=CIS 1\.2\.4 UNKNOWN/m },
  markdown: { fail: /\*\*FAIL\*\*/, unknown: /\*\*UNKNOWN\*\*/ },
  html: { fail: />FAIL<\/span>/, unknown: />UNKNOWN<\/span>/ },
  prometheus: { fail: /_status\{[^}]*\} 1$/m, unknown: /_status\{[^}]*\} 2$/m },
  policyreport: { fail: /"result":"fail"/, unknown: /"result":"error"/ },
  openreports: { fail: /"result":"fail"/, unknown: /"result":"error"/ },
  hdf: { fail: /"status":"failed"/, unknown: /"status":"error"/ },
};
