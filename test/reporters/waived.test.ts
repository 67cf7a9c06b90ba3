import { describe, expect, test } from 'vitest';
import { type FormatName, REPORTS } from '../../src/reporters/index.ts';
import { EXAMPLES, reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 0, isColoured: false, isVerbose: false };
const { 'a waived failure alone': waived = reportOn({}), 'a waiver that ended': ended = reportOn({}) } =
  EXAMPLES;
const { 'a waived failure': unused = reportOn({}) } = EXAMPLES;

const WORDS = 'waived until 2026-12-31: replaced; approved by Jane Doe';
const FIELDS = { reason: 'replaced', approvedBy: 'Jane Doe', until: '2026-12-31' };

// biome-ignore lint/suspicious/noExplicitAny: each is looked into freely
type Json = any;

/** How each format says, by its own means, that the one failure of a report is waived. */
const SAYS: Readonly<Record<FormatName, (text: string) => void>> = {
  text: (text) => {
    expect(text).toMatch(/^FAIL \(waived\) {2}CIS 1\.2\.4 /);
    expect(text).toContain(`    ${WORDS}\n`);
    expect(text).toContain('\n1 API server: 1 waived\n');
    expect(text).not.toContain('Remediation');
  },
  json: (text) => isWaivedJson(JSON.parse(text)),
  jsonl: (text) => isWaivedJson(JSON.parse(text)),
  ndjson: (text) => expect(JSON.parse(text)).toMatchObject({ status: 'fail', waiver: FIELDS }),
  unix: (text) => expect(text).toMatch(/^master-1:4242: waived: .*; waived until .* Jane Doe \[1\.2\.4\]\n$/),
  junit: (text) => {
    expect(text).toContain('failures="0" errors="0" skipped="1"');
    expect(text).toContain(`<skipped message="${WORDS}">`);
  },
  sarif: (text) =>
    expect(JSON.parse(text).runs[0].results).toMatchObject([
      {
        level: 'error',
        message: { text: expect.stringContaining(`. It is ${WORDS}. `) },
        suppressions: [
          { kind: 'external', status: 'accepted', justification: `${WORDS}.`, properties: FIELDS },
        ],
      },
    ]),
  github: (text) => {
    expect(text).toMatch(/^::notice title=CIS 1\.2\.4 FAIL \(waived\)::/);
    expect(text).toContain(WORDS);
  },
  markdown: (text) => {
    expect(text).toMatch(/^## FAIL \(waived\): CIS 1\.2\.4 /);
    expect(text).toContain('| **FAIL (waived)** |');
    expect(text).toContain('replaced; approved by Jane Doe');
  },
  html: (text) => {
    expect(text).toContain('<title>FAIL (waived): CIS 1.2.4');
    expect(text).toContain('<div class="verdict waived">');
    expect(text).toContain('<span class="badge waived">FAIL (waived)</span>');
  },
  'kube-bench': (text) => {
    const { Controls, Totals } = JSON.parse(text);
    expect(Totals).toEqual({ total_pass: 0, total_fail: 0, total_warn: 0, total_info: 1 });
    expect(Controls[0].tests[0].results[0].reason).toContain(WORDS);
  },
  prometheus: (text) => {
    expect(text).toMatch(/^kubelet_https_audit_status\{host="master-1"\} 0$/m);
    expect(text).toMatch(/^kubelet_https_audit_targets\{host="master-1",status="waived"\} 1$/m);
    expect(text).toMatch(/^kubelet_https_audit_targets\{host="master-1",status="fail"\} 0$/m);
    const end = Date.parse('2027-01-01T00:00:00Z') / 1000;
    expect(text).toMatch(
      new RegExp(`^kubelet_https_audit_target_waived_until_timestamp_seconds.* ${end}$`, 'm'),
    );
  },
  policyreport: (text) => {
    expect(text).toContain('  skip: 1\n');
    expect(text).toContain(WORDS);
    expect(text).toContain('waivedUntil: "2026-12-31"');
  },
  openreports: (text) =>
    expect(JSON.parse(text)).toMatchObject({
      summary: { fail: 0, skip: 1 },
      results: [
        {
          result: 'skip',
          severity: 'info',
          message: expect.stringContaining(WORDS),
          properties: { waivedUntil: '2026-12-31', waiverReason: 'replaced', waiverApprovedBy: 'Jane Doe' },
        },
      ],
    }),
  hdf: (text) =>
    expect(JSON.parse(text).profiles[0].controls[0]).toMatchObject({
      results: [{ status: 'skipped', skip_message: expect.stringContaining(WORDS) }],
      waiver_data: { justification: WORDS, expiration_date: '2026-12-31' },
    }),
};

function isWaivedJson({ status, summary, findings }: Json): void {
  expect(status).toBe('pass');
  expect(summary).toEqual({ pass: 0, fail: 0, unknown: 0, waived: 1 });
  expect(findings).toMatchObject([{ status: 'fail', waiver: FIELDS }]);
}

/** Formats with a place for what is about the run and no server of it. */
const OF_RUN: readonly FormatName[] = [
  'text',
  'json',
  'jsonl',
  'unix',
  'sarif',
  'github',
  'markdown',
  'html',
  'prometheus',
];

describe.each(Object.keys(REPORTS) as FormatName[])('as %s', (name) => {
  test('a failure that is waived is one, and does not count as one', async () => {
    SAYS[name]((await REPORTS[name].load())(waived, OPTIONS));
  });

  test('a failure whose waiver ended says so, and is shown as any other', async () => {
    const render = await REPORTS[name].load();
    const text = render(ended, OPTIONS);
    expect(text).toMatch(/waiver-expired|Its waiver ended on 2026-01-30: /);
    expect(() => SAYS[name](text)).toThrow();
  });

  test('a waiver that matches nothing is a warning of the run', async () => {
    const text = (await REPORTS[name].load())(unused, OPTIONS);
    expect(text.includes('waiver-unused')).toBe(OF_RUN.includes(name));
  });
});
