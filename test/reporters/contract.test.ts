import { describe, expect, test } from 'vitest';
import { FORMATS, type FormatName } from '../../src/reporters/index.ts';
import { REPORTS } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: true };

describe.each(Object.keys(FORMATS) as FormatName[])('the %s report', (name) => {
  test.each(Object.entries(REPORTS))('is safe, whole and stable: %s', async (_, report) => {
    const render = await FORMATS[name].load();
    const text = render(report, OPTIONS);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    for (const { origin, program } of report.findings) {
      expect(text).toContain(program);
      expect(text).toContain(String(origin.kind === 'process' ? origin.pid : origin.line));
    }
    expect(render(report, OPTIONS)).toBe(text);
  });

  test('has a summary for the help', () => expect(FORMATS[name].summary).not.toBe(''));
});
