import { describe, expect, test } from 'vitest';
import { type HostResult, hostLabel } from '../../../src/model/fleet.ts';
import { FLEET_REPORTS, type FleetFormatName } from '../../../src/reporters/fleet/index.ts';
import { commandsOf } from '../../support/ci-commands.ts';
import { RECORDS } from '../../support/fleet-records.ts';
import { FLEETS } from '../../support/fleets.ts';

/** Those whose names every format writes as they are. */
const PLAIN = Object.fromEntries(Object.entries(FLEETS).filter(([name]) => name !== 'hostile'));

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: true };

/** Formats that list only what is wrong, unless they are verbose. */
const HAS_NO_PASS: Readonly<Partial<Record<FleetFormatName, true>>> = { unix: true, github: true };

const isBad = ({ status }: HostResult) => status === 'fail' || status === 'unknown';

describe.each(Object.keys(FLEET_REPORTS) as FleetFormatName[])('the %s report on many hosts', (name) => {
  test.each(Object.entries(FLEETS))('is safe, whole and stable, and loses no host: %s', async (_, fleet) => {
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, OPTIONS);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(commandsOf(text, name)).toEqual([]);
    for (const { cluster, host } of fleet.hosts) {
      expect(text).toContain(host);
      if (cluster !== null && /^\w+$/.test(cluster)) expect(text).toContain(cluster);
    }
    // Metrics only count them.
    const named = name === 'prometheus' ? [] : fleet.problems;
    for (const { path } of named) expect(text).toContain(path);
    expect(render(fleet, OPTIONS)).toBe(text);
  });

  test.each(Object.entries(PLAIN))(
    'gives each host its status, with -v and without: %s',
    async (_, fleet) => {
      const render = await FLEET_REPORTS[name].load();
      for (const isVerbose of [false, true]) {
        const text = render(fleet, { ...OPTIONS, isVerbose });
        for (const host of fleet.hosts) {
          const records = RECORDS[name](text, host);
          const isLeftOut = !isVerbose && HAS_NO_PASS[name] && !isBad(host);
          if (!isLeftOut) expect(records, hostLabel(host)).toContain(host.status);
          // What fails is said even where something else is unknown, and what is unknown does not pass.
          if (host.status !== 'fail') expect(records).not.toContain('fail');
        }
      }
    },
  );

  test.each(Object.entries(MARKED))('says of the host itself that it is %s', async (mark, [host, words]) => {
    const says = SAYS[name];
    const fleet = FLEETS[mark];
    if (says === undefined || fleet === undefined) return;
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, OPTIONS);
    const parts = text.split(says.between).filter((part) => says.isOf(part, host));
    expect(parts.filter((part) => part.includes(says.isWord ? mark : words))).not.toEqual([]);
  });

  test.each(Object.entries(FLEETS))('is not a command to a CI, coloured either: %s', async (_, fleet) => {
    const render = await FLEET_REPORTS[name].load();
    const text = render(fleet, { ...OPTIONS, isColoured: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(commandsOf(text.replace(/\u001b\[\d+m/g, ''), name)).toEqual([]);
  });

  test('has a summary for the help', () => expect(FLEET_REPORTS[name].summary).not.toBe(''));
});

/** What is said of which host of the example of that name, in a word or in a sentence. */
const MARKED = {
  missing: ['cp-4', 'no report of it was received'],
  stale: ['cp-1', 'is older than 1 day'],
  conflict: ['cp-1', '2 reports of the same time differ'],
  unexpected: ['cp-9', 'it was not expected'],
  superseded: ['cp-1', 'older reports of it were left out'],
} as const;

interface Saying {
  /** What parts the records of hosts. */
  readonly between: RegExp | string;
  readonly isOf: (part: string, host: string) => boolean;
  readonly isWord: boolean;
}

const JSON_RECORD = {
  between: /\n|(?=\{"cluster")/,
  isOf: (part: string, host: string) => part.includes(`"host":"${host}"`),
  isWord: true,
};

/** The formats that scripts and people read for it; the others have only what changes a status. */
const SAYS: Readonly<Partial<Record<FleetFormatName, Saying>>> = {
  text: {
    between: '\n',
    isOf: (line, host) => /^ {2}[A-Z]+ /.test(line) && line.includes(` prod/${host} `),
    isWord: true,
  },
  markdown: {
    between: '\n',
    isOf: (line, host) => line.startsWith('| **') && line.includes(`prod/${host}`),
    isWord: false,
  },
  html: { between: '<tr>', isOf: (row, host) => row.includes(`>${host}<`), isWord: false },
  json: JSON_RECORD,
  jsonl: JSON_RECORD,
  ndjson: JSON_RECORD,
  unix: { between: '\n', isOf: (line, host) => line.startsWith(`prod/${host}:`), isWord: true },
  github: { between: '\n', isOf: (line, host) => line.includes(`::prod/${host}: `), isWord: false },
  junit: {
    between: '<testsuite ',
    isOf: (suite, host) => suite.startsWith(`name="prod/${host}: `),
    isWord: true,
  },
  prometheus: {
    between: '\n',
    isOf: (line, host) =>
      line.startsWith('kubelet_https_audit_merge_info{') && line.includes(`host="${host}"`),
    isWord: true,
  },
};
