import type { Control } from '../model/control.ts';
import type { Problem } from '../model/problem.ts';
import {
  type Finding,
  type Outcome,
  outcomeOf,
  type Report,
  type Reporter,
  shownStatus,
} from '../model/report.ts';
import type { Warning } from '../model/verdict.ts';
import { entriesOf, summaryLine } from './words/examined.ts';
import { findingPosition, messageOf, problemWords } from './words/finding.ts';
import { isOfHost, onHost, problemOnHost } from './words/identity.ts';
import { linesWorstFirst, type MarkedLine, weightOfNone } from './words/marked-lines.ts';
import { serverLabel } from './words/origin.ts';
import { type ShownStatus, WORDS } from './words/status.ts';

type Command = 'error' | 'warning' | 'notice';

const COMMANDS = {
  fail: 'error',
  unknown: 'error',
  pass: 'notice',
  waived: 'notice',
} as const satisfies Record<Outcome, Command>;

/**
 * Workflow commands of GitHub Actions, which become annotations: of what passes only its warnings, and how many there are,
 * unless it is verbose or about one server alone.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const github: Reporter = (report, { isVerbose }) => {
  const lines = githubLines(report);
  if (report.findings.length + report.problems.length < 2) return linesWorstFirst(lines, true);
  const summary = githubSummary(report.control, shownStatus(report), onHost(report, summaryLine(report)));
  return linesWorstFirst([...lines, summary], isVerbose);
};

/** The line that says how many there are of each status; before any notice of a pass, or GitHub may not show it. */
export function githubSummary({ id }: Control, status: ShownStatus, text: string): MarkedLine {
  return { weight: 'notice', line: command('notice', { title: `CIS ${id} ${WORDS[status]}` }, `${text}.`) };
}

export function githubLines(report: Report): MarkedLine[] {
  const title = `CIS ${report.control.id}`;
  return [
    ...entriesOf<MarkedLine>(report, {
      finding: (finding) => findingLines(finding, report, title),
      problem: (problem) => ({
        weight: 'unknown',
        line: problemLine('error', `${title} UNKNOWN`, problem, report),
      }),
      warning: (warning) => ({ weight: 'warning', line: warningLine(title, warning, report) }),
      blindSpot: (problem) => ({ weight: 'warning', line: problemLine('warning', title, problem, report) }),
      none: (message) => ({
        weight: weightOfNone(report),
        line: command('notice', { title: `${title} NOT APPLICABLE` }, onHost(report, message)),
      }),
    }),
    ...mergedLines(report, title),
  ];
}

/** What a merge noticed of a host that says nothing of its status. */
function mergedLines(report: Report, title: string): MarkedLine[] {
  const { isUnexpected = false, hasSuperseded = false } = report.merged ?? {};
  const line = (name: Command, code: string, message: string) =>
    command(name, { title: `${title} ${code}` }, onHost(report, message));
  return [
    ...(isUnexpected
      ? [{ weight: 'warning', line: line('warning', 'unexpected', 'it was not expected') } as const]
      : []),
    ...(hasSuperseded
      ? [{ weight: 'pass', line: line('notice', 'superseded', 'older reports of it were left out') } as const]
      : []),
  ];
}

function warningLine(title: string, { code, message, position }: Warning, report: Report): string {
  const place = position && { file: position.path, line: position.line, col: position.column };
  return command('warning', { title: `${title} ${code}`, ...place }, onHost(report, message));
}

function problemLine(name: Command, title: string, problem: Problem, report: Report): string {
  return command(
    name,
    {
      title,
      ...(isOfHost(problem, report)
        ? {}
        : { file: fileOf(problem.path), line: problem.line, col: problem.column }),
    },
    problemOnHost(problem, report, problemWords(problem)),
  );
}

/** A server, with what the properties of the annotation do not say of where it is. */
function placedLabel(finding: Finding, report: Report): string {
  const { origin } = finding;
  const label = serverLabel(finding);
  const isFromInput = origin.kind !== 'process' && origin.path === '-';
  return onHost(report, isFromInput ? `standard input line ${origin.line}: ${label}` : label);
}

function fileOf(path: string): string | undefined {
  return path === '-' ? undefined : path;
}

function findingLines(finding: Finding, report: Report, title: string): MarkedLine[] {
  const { warnings, origin, remediation } = finding;
  const outcome = outcomeOf(finding);
  const position = origin.kind === 'process' || origin.path === '-' ? undefined : findingPosition(finding);
  const properties = position
    ? { file: position.path, line: position.line, col: position.column, endColumn: position.endColumn }
    : {};
  const name = placedLabel(finding, report);
  const advice = outcome === 'fail' && remediation !== undefined ? ` ${remediation}` : '';
  return [
    {
      weight: outcome,
      line: command(
        COMMANDS[outcome],
        { title: `${title} ${WORDS[outcome]}`, ...properties },
        `${name}: ${messageOf(finding)}.${advice}`,
      ),
    },
    ...warnings.map(({ code, message }) => ({
      weight: 'warning' as const,
      line: command('warning', { title: `${title} ${code}`, ...properties }, `${name}: ${message}`),
    })),
  ];
}

function command(
  name: Command,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`],
  );
  return `::${name} ${given.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
