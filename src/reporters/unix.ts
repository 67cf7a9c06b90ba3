import { type Problem, problemPlace } from '../model/problem.ts';
import { type Finding, outcomeOf, type Report, type Reporter } from '../model/report.ts';
import { isPlainPass, type Warning } from '../model/verdict.ts';
import { entriesOf } from './words/examined.ts';
import { findingPosition, messageOf } from './words/finding.ts';
import { hostLabel, isOfHost, mergeMarks } from './words/identity.ts';
import { positionWords } from './words/layout.ts';
import { linesWorstFirst, type MarkedLine, weightOf, weightOfNone } from './words/marked-lines.ts';
import { belongingOf, inParentheses, originFacts } from './words/origin.ts';

/**
 * A line for each finding, as grep and compilers print them: `path:line:column: status: message [1.2.4]`, for a process
 * `host:pid: …`. The codes of warnings follow in brackets of their own, and the host where the line does not begin with it.
 * As grep prints nothing where nothing is found, it prints nothing of what passes without warnings, unless it is verbose.
 */
export const unix: Reporter = (report, { isVerbose }) => linesWorstFirst(unixLines(report), isVerbose);

export function unixLines(report: Report): MarkedLine[] {
  const { control, status, merged } = report;
  const marks = mergeMarks(report)
    .map((mark) => ` [${mark}]`)
    .join('');
  const lines = entriesOf<MarkedLine>(report, {
    finding: (finding) => ({
      weight: merged?.isUnexpected && isPlainPass(finding) ? 'warning' : weightOf(finding),
      line: findingLine(finding, report),
    }),
    problem: (problem) => ({ weight: 'unknown', line: problemLine(problem, 'unknown', report) }),
    blindSpot: (problem) => ({ weight: 'warning', line: problemLine(problem, 'warning', report) }),
    warning: (warning) => ({ weight: 'warning', line: warningLine(warning, report) }),
    none: (message) => ({
      weight: weightOfNone(report),
      line: `${hostLabel(report) ?? '-'}: ${status}: ${message} [${control.id}]`,
    }),
  });
  return lines.map(({ weight, line }) => ({ weight, line: `${line}${marks}` }));
}

function problemLine(problem: Problem, status: string, report: Report): string {
  const { message, hint } = problem;
  const mark = isOfHost(problem, report) ? '' : hostMark(report);
  return `${problemPlace(problem)}: ${status}: ${message}. ${hint} [${report.control.id}]${mark}`;
}

function warningLine({ code, message, position }: Warning, report: Report): string {
  const place = position === undefined ? '-' : positionWords(position);
  return `${place}: warning: ${message} [${report.control.id}] [${code}]${hostMark(report)}`;
}

function hostMark(report: Report): string {
  const label = hostLabel(report);
  return label === undefined ? '' : ` [${label}]`;
}

function findingLine(finding: Finding, report: Report): string {
  const { origin, warnings } = finding;
  const status = outcomeOf(finding);
  const position = findingPosition(finding);
  const message = messageOf(finding);
  const codes = warnings.map(({ code }) => ` [${code}]`).join('');
  const rest = ` [${report.control.id}]${codes}`;
  if (position && origin.kind !== 'process') {
    return `${positionWords(position)}: ${status}: ${message}${rest}${hostMark(report)}`;
  }
  const file = position && `${position.path}:${position.line}`;
  const source = file === undefined || message.includes(file) ? '' : ` (${file})`;
  return `${hostLabel(report) ?? '-'}:${originFacts(origin).pid}: ${status}: ${message}${source}${inParentheses(belongingOf(origin))}${rest}`;
}
