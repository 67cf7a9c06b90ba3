import { type Report, summaryOf } from '../../model/report.ts';

/** `3 API servers: 1 failed, 2 passed; 1 warning`. */
export function summaryLine({ findings, problems }: Report): string {
  const { pass, fail, unknown } = summaryOf(findings);
  const parts = [
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(pass > 0 ? [`${pass} passed`] : []),
  ];
  const servers = counted(findings.length, 'API server', 'API servers');
  const verdicts = parts.length === 0 ? servers : `${servers}: ${parts.join(', ')}`;
  const warnings = findings.flatMap((finding) => finding.warnings).length;
  return [
    verdicts,
    ...(warnings === 0 ? [] : [counted(warnings, 'warning', 'warnings')]),
    ...(problems.length === 0 ? [] : [counted(problems.length, 'problem', 'problems')]),
  ].join('; ');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
