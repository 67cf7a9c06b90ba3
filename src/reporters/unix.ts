import type { Control } from '../model/control.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report, Reporter } from '../model/report.ts';
import { entriesOf } from './words/examined.ts';
import { findingPosition, messageOf } from './words/finding.ts';
import { positionWords } from './words/layout.ts';
import { belongingOf, inParentheses, originFacts } from './words/origin.ts';

/**
 * A line for each finding, as grep and compilers print them: `path:line:column: status: message [1.2.4]`, for a process
 * `host:pid: …`. The codes of warnings follow in brackets of their own.
 */
export const unix: Reporter = (report) => {
  const { host, control, status } = report;
  const lines = entriesOf(report, {
    finding: (finding) => findingLine(finding, report),
    problem: (problem) => problemLine(problem, 'unknown', control),
    blindSpot: (problem) => problemLine(problem, 'warning', control),
    none: (message) => `${host ?? '-'}: ${status}: ${message} [${control.id}]`,
  });
  return `${lines.join('\n')}\n`;
};

function problemLine({ path, message, hint }: Problem, status: string, { id }: Control): string {
  return `${path}: ${status}: ${message}. ${hint} [${id}]`;
}

function findingLine(finding: Finding, { host, control }: Report): string {
  const { origin, status, warnings } = finding;
  const position = findingPosition(finding);
  const message = messageOf(finding);
  const codes = warnings.map(({ code }) => ` [${code}]`).join('');
  const rest = ` [${control.id}]${codes}`;
  if (position && origin.kind !== 'process') {
    return `${positionWords(position)}: ${status}: ${message}${rest}`;
  }
  const file = position && `${position.path}:${position.line}`;
  const source = file === undefined || message.includes(file) ? '' : ` (${file})`;
  return `${host ?? '-'}:${originFacts(origin).pid}: ${status}: ${message}${source}${inParentheses(belongingOf(origin))}${rest}`;
}
