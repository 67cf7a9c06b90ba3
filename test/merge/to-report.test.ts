import { describe, expect, test } from 'vitest';
import { kubeletHttps } from '../../src/audit/control/kubelet-https.ts';
import { inspectJson } from '../../src/merge/inspect-json.ts';
import { toReport } from '../../src/merge/json-report.ts';
import { REPORT_SHAPE } from '../../src/merge/report-shape.ts';
import { faultOf } from '../../src/merge/shape.ts';
import { json } from '../../src/reporters/json.ts';
import { text } from '../../src/reporters/text.ts';
import { unix } from '../../src/reporters/unix.ts';
import { EXAMPLES } from '../support/reports.ts';

const OPTIONS = { exitStatus: 1, isColoured: false, isVerbose: true };

describe('a report that was read', () => {
  test.each(Object.entries(EXAMPLES))(
    'has the shape that a merge expects, and is printable: %s',
    (_, report) => {
      const parsed = JSON.parse(json(report, OPTIONS));
      expect(faultOf(parsed, REPORT_SHAPE)).toBeUndefined();
      expect(inspectJson(parsed).isPrintable).toBe(true);
    },
  );

  test.each(Object.entries(EXAMPLES))(
    'says in every format what the report said that it was made of: %s',
    (_, report) => {
      const { host, cluster } = report;
      const again = {
        ...toReport(JSON.parse(json(report, OPTIONS)), { host: host ?? 'x', cluster }, kubeletHttps),
        host,
      };
      expect(json(again, OPTIONS)).toBe(json(report, OPTIONS));
      // JSON has neither an excerpt nor the end of what is written somewhere.
      const findings = report.findings.map(({ excerpt, failsByWarnings, ...finding }) => ({
        ...finding,
        failsByWarnings: false,
      }));
      const lean = { ...report, findings };
      expect(unix(again, OPTIONS)).toBe(unix(lean, OPTIONS));
      if (!report.examined.setAside.some(({ isNote }) => isNote)) {
        expect(text({ ...again, isHostNamed: report.isHostNamed }, OPTIONS)).toBe(text(lean, OPTIONS));
      }
    },
  );
});
