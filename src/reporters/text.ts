import { Chalk } from 'chalk';
import type { Problem } from '../model/problem.ts';
import { type Report, type Reporter, shownStatus } from '../model/report.ts';
import { findingLines, warningLines } from './text-finding.ts';
import { countedExamined, examinedWords, problemsOf, summaryLine } from './words/examined.ts';
import { problemPlace } from './words/finding.ts';
import { hostLabel } from './words/identity.ts';
import { shorten, wrap } from './words/layout.ts';
import { originLabel } from './words/origin.ts';
import { remediationsOf, remediationWords } from './words/remediations.ts';
import { emphasise, statusWord, WORDS } from './words/status.ts';

/** The report for people, at most 80 columns wide where words allow it. */
export const text: Reporter = (report, { exitStatus, isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { id, title } = report.control;
  const status = shownStatus(report);
  const blocks = [
    wrap(title, `${WORDS[status]}  CIS ${id}  `).map((line) =>
      line.replace(WORDS[status], statusWord(status, chalk)),
    ),
    emphasise(report.isHostNamed ? wrap(hostLabel(report) ?? '', '  Host  ') : [], 'Host', chalk),
    ...report.findings.map((finding) => findingLines(finding, report.findings.length > 1, chalk)),
    ...problemsOf(report).map(problemLines),
    (report.warnings ?? []).flatMap((warning) => warningLines(warning, chalk)),
    noteLines(report),
    report.status === 'notapplicable' ? nothingFoundLines(report, exitStatus) : [],
    ...remediationsOf(report).map((remediation) =>
      emphasise(wrap(remediationWords(remediation), '  Remediation  '), 'Remediation', chalk),
    ),
    report.examined.note === undefined ? [] : wrap(report.examined.note, '  '),
    isVerbose ? examinedLines(report) : [],
    report.status === 'notapplicable' ? [] : [summaryLine(report)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

function problemLines(problem: Problem): string[] {
  const { message, hint } = problem;
  return [...wrap(shorten(`${problemPlace(problem)}: ${message}`), '  '), ...wrap(shorten(hint), '    ')];
}

/** More are counted. */
const MOST_NOTES = 5;

function noteLines({ examined }: Report): string[] {
  const notes = examined.setAside.filter(({ isNote }) => isNote);
  const shown = notes.slice(0, MOST_NOTES);
  const more = notes.length - shown.length;
  return [
    ...shown.map(({ origin, reason }) => `${originLabel(origin, '  ')}  ${reason}; it was not audited`),
    ...(more === 0 ? [] : [`${more} more files like these: see -v`]),
  ].flatMap((note) => wrap(shorten(note), '  note  '));
}

function nothingFoundLines({ examined }: Report, exitStatus: number): string[] {
  return [
    `  No API server found among ${countedExamined(examined)}.`,
    ...(exitStatus === 0
      ? []
      : wrap('If that is expected, as on a worker node, use --allow-missing to exit with 0.', '  ')),
  ];
}

function examinedLines({ examined }: Report): string[] {
  const { setAside, hostFiles = [] } = examined;
  const others =
    setAside.length === 0
      ? 'nothing else mentions an API server.'
      : 'ignored (they mention an API server but are not one):';
  return [
    ...wrap(`Examined ${examinedWords(examined)}; ${others}`, '  '),
    ...setAside.map(
      ({ program, origin, reason }) => `    ${shorten(program)}  ${originLabel(origin, '  ')}  ${reason}`,
    ),
    ...(hostFiles.length === 0 ? [] : ['  Also read, to see what starts the API servers:']),
    ...hostFiles.map((path) => `    ${path}`),
  ];
}
