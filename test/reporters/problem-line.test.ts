import { expect, test } from 'vitest';
import { REPORTS } from '../../src/reporters/index.ts';
import { reportOn } from '../support/reports.ts';

const OPTIONS = { exitStatus: 2, isColoured: false, isVerbose: false };
const problem = { path: 'reports/all.jsonl', message: 'is not JSON', hint: 'Write JSON.' };
const report = (problems: readonly object[]) =>
  ({ ...reportOn({}), host: null, status: 'unknown', findings: [], problems }) as ReturnType<typeof reportOn>;

/** The line of a problem as the reader of a format looks for it. */
const LINES = {
  unix: 'reports/all.jsonl:21: unknown: is not JSON. Write JSON.',
  github: '::error title=CIS 1.2.4 UNKNOWN,file=reports/all.jsonl,line=21::',
  sarif: '"startLine": 21',
  junit: 'name="reports/all.jsonl:21 can be judged"',
  ndjson: '"problem":{"path":"reports/all.jsonl","line":21,',
  json: '"line": 21',
  jsonl: '"line":21',
  text: 'reports/all.jsonl:21: is not JSON',
  markdown: '`reports/all.jsonl:21`',
  html: 'reports/all.jsonl:21',
  hdf: 'reports/all.jsonl:21 can be judged',
  openreports: '"line": "21"',
  policyreport: 'line: "21"',
  'kube-bench': 'reports/all.jsonl:21: is not JSON',
  prometheus: 'kubelet_https_audit_problems{host=""} 1',
} as const satisfies Record<keyof typeof REPORTS, string>;

test.each(Object.entries(LINES))('%s says on which line of a file a problem is', async (name, expected) => {
  const render = await REPORTS[name as keyof typeof REPORTS].load();
  const { path, ...rest } = problem;
  expect(render(report([{ path, line: 21, ...rest }]), OPTIONS)).toContain(expected);
  expect(render(report([problem]), OPTIONS)).not.toContain('undefined');
});
