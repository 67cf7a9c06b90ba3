import { describe, expect, test } from 'vitest';
import { AuditError } from '../../src/model/problem.ts';
import { parseWaivers } from '../../src/waivers/parse-waivers.ts';

const HEAD = 'version: 1\nwaivers:\n';
const REST = 'reason: r, until: 2026-12-31';

const one = (fields: string) => parseWaivers(`${HEAD}  - {${fields}}\n`, 'w.yaml');

describe('a file of waivers', () => {
  test('has what each matches, why, who approved it and until when', () => {
    const text = `${HEAD}
  - cluster: prod-*
    host: [cp-1, cp-2]
    path: '**/a.yaml'
    program: kube-apiserver
    reason: >
      Decommissioned
      in December.
    approvedBy: Jane Doe
    until: 2026-12-31
  - host: '*'
    reason: '::error::x'
    until: "2028-02-29"
`;
    expect(parseWaivers(text, 'w.yaml')).toEqual([
      {
        match: {
          cluster: ['prod-*'],
          host: ['cp-1', 'cp-2'],
          path: ['**/a.yaml'],
          program: ['kube-apiserver'],
        },
        reason: 'Decommissioned in December.',
        approvedBy: 'Jane Doe',
        until: '2026-12-31',
        position: { path: 'w.yaml', line: 4, column: 5 },
      },
      {
        match: { host: ['*'] },
        reason: '\\x3a:error::x',
        until: '2028-02-29',
        position: { path: 'w.yaml', line: 13, column: 5 },
      },
    ]);
  });

  test.each([
    ['version: 1\nwaivers: []\n', 'a list with nothing in it'],
    ['{"version": 1, "waivers": []}', 'JSON'],
    ['\ufeffversion: 1\r\nwaivers: []\r\n', 'a byte-order mark and the line ends of Windows'],
  ])('may be %j: %s', (text) => expect(parseWaivers(text, 'w.yaml')).toEqual([]));

  test('has days as YAML 1.1 reads them, too', () => {
    const [waiver] = parseWaivers(`%YAML 1.1\n---\n${HEAD}  - {host: a, ${REST}}\n`, 'w.yaml');
    expect(waiver?.until).toBe('2026-12-31');
  });
});

describe('a file that is not exactly that is an error with its place', () => {
  test.each([
    ['', /^w.yaml:1:1: this file is not a map \| Give it version and waivers\.$/, 'empty'],
    ['[]', /^w.yaml:1:1: this file is not a map/, 'a list'],
    ['version: 1\n', /^w.yaml:1:1: waivers is not a list/, 'no list'],
    ['waivers: []\n', /^w.yaml:1:1: the version is not 1 \| Write version: 1/, 'no version'],
    ['version: 2\nwaivers: []', /^w.yaml:1:10: the version is not 1/, 'another version'],
    ["version: '1'\nwaivers: []", /^w.yaml:1:10: the version is not 1/, 'a version in quotes'],
    ['version: 1\nwaivers:\n', /^w.yaml:2:9: waivers is not a list/, 'nothing'],
    ['version: 1\nwaiver: []\n', /^w.yaml:2:1: unknown key 'waiver' \| Did you mean waivers\?/, 'a typo'],
    ['version: 1\nversion: 1\nwaivers: []', /^w.yaml:2:1: this key is there twice \| Keep one/, 'twice'],
    [
      'version: 1\nwaivers: []\n---\nwaivers: []\n',
      /^w.yaml:3:1: another document begins \| Put all waivers into one/,
      'two documents',
    ],
    ['version: 1\nwaivers: [\n', /^w.yaml:\d:\d: .* \| Fix the syntax error/, 'no YAML'],
    ['[[['.repeat(1000), /^w.yaml: line 1, column 1: nested too deeply/, 'brackets'],
    ['a: &a [*a]\n', /^w.yaml:1:8: this is an alias/, 'an alias to itself'],
    ['\udcff', /^w.yaml:1:1: this is not UTF-8/, 'Latin-1'],
  ])('%j', (text, expected) => {
    expect(() => parseWaivers(text, 'w.yaml')).toThrow(AuditError);
    expect(said(() => parseWaivers(text, 'w.yaml'))).toMatch(expected);
  });

  test.each([
    ['host: a, reason: r, unitl: 2026-12-31', /^w.yaml:3:26: unknown key 'unitl' \| Did you mean until\? /],
    ['host: a, reason: r, expired_at: 2026-12-31', /unknown key 'expired_at' \| Did you mean until\? /],
    ['host: a, justification: r, until: 2026-12-31', /Did you mean reason\? /],
    ['host: a, reason: r', /^w.yaml:3:5: this waiver has no until/],
    ['host: a, until: 2026-12-31', /^w.yaml:3:5: this waiver has no reason/],
    [REST, /^w.yaml:3:5: this waiver does not say what it is about \| .* write host: '\*'/],
    [`host: a, host: b, ${REST}`, /^w.yaml:3:15: this key is there twice/],
    [`host: 1, ${REST}`, /^w.yaml:3:12: host is not a text \| .* quotes/],
    [`host: yes, host: null, ${REST}`, /this key is there twice/],
    [`host: null, ${REST}`, /host is not a text/],
    [`host: {}, ${REST}`, /host is not a text/],
    [`host: [], ${REST}`, /^w.yaml:3:12: host is an empty list/],
    [`host: [[a]], ${REST}`, /^w.yaml:3:13: host is not a text/],
    [`host: '', ${REST}`, /^w.yaml:3:12: host is empty/],
    [`host: 'cp-[12]', ${REST}`, /^w.yaml:3:12: host has \[ in it \| .* a list for several globs/],
    [
      `path: **/a.yaml, ${REST}`,
      /^w.yaml:3:12: this is an alias, .* \| Put quotes around .*: '\*\*\/a\.yaml'/,
    ],
    [`path: [a.yaml, *.yaml], ${REST}`, /^w.yaml:3:21: this is an alias/],
    [`host: *, ${REST}`, /^w.yaml:3:12: this is an alias/],
    ['host: a, reason: &r r, approvedBy: *r, until: 2026-12-31', /^w.yaml:3:41: this is an alias/],
    [`<<: *a, ${REST}`, /^w.yaml:3:10: this is an alias/],
    [`path: deploy/, ${REST}`, /^w.yaml:3:12: path ends with \/, as no file does \| .* with \/\*\*/],
    [`? {a: b} : c, ${REST}`, /^w.yaml:3:8: unknown key ''/],
    [`<<: {host: a}, ${REST}`, /unknown key '<<'/],
    ["host: a, reason: ' ', until: 2026-12-31", /reason is empty/],
    ['host: a, reason: true, until: 2026-12-31', /reason is not a text/],
    [`host: a, reason: ${'x'.repeat(1001)}, until: 2026-12-31`, /reason is longer than 1000 characters/],
    ['host: a, reason: r, approvedBy: 7, until: 2026-12-31', /approvedBy is not a text/],
    [
      'host: a, reason: r, until: 2026-02-30',
      /^w.yaml:3:33: until is not a day that there is \| Write it as/,
    ],
    ['host: a, reason: r, until: 2026-13-01', /until is not a day/],
    ['host: a, reason: r, until: 2027-02-29', /until is not a day/],
    ['host: a, reason: r, until: 2026-1-5', /until is not a day/],
    ['host: a, reason: r, until: 2026-12-31T00:00:00Z', /until is not a day/],
    ['host: a, reason: r, until: 31.12.2026', /until is not a day/],
    ['host: a, reason: r, until: 2026', /until is not a day/],
    ['host: a, reason: r, until: never', /until is not a day/],
    ['host: a, reason: !x r, until: 2026-12-31', /^w.yaml:3:23: Unresolved tag: !x/],
  ])('%s', (fields, expected) => expect(said(() => one(fields))).toMatch(expected));
});

function said(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof AuditError) return `${error.message} | ${error.hint}`;
    throw error;
  }
  return 'no error';
}
