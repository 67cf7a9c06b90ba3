import { Chalk } from 'chalk';
import type { Problem } from '../model/problem.ts';
import type { Finding, Report } from '../model/report.ts';
import type { Reporter } from './reporter.ts';
import { shorten } from './shorten.ts';
import { emphasise, statusWord, WORDS } from './status-word.ts';
import { findingLines } from './text-finding.ts';
import { examinedLines, nothingFoundLines, summaryLine } from './text-summary.ts';
import { wrap } from './wrap.ts';

/** The report for people, at most 80 columns wide where words allow it. */
export const text: Reporter = (report, { exitStatus, isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { id, title, remediation } = report.control;
  const remedies = remediesOf(report.findings, remediation);
  const blocks = [
    wrap(title, `${WORDS[report.status]}  CIS ${id}  `).map((line) =>
      line.replace(WORDS[report.status], statusWord(report.status, chalk)),
    ),
    ...report.findings.map((finding) => findingLines(finding, report.findings.length > 1, chalk)),
    ...report.problems.map(problemLines),
    blindSpotLines(report),
    report.status === 'notapplicable' ? nothingFoundLines(report, exitStatus) : [],
    ...remedies.map((remedy) => emphasise(wrap(remedy, '  Remediation  '), 'Remediation', chalk)),
    isVerbose ? examinedLines(report) : [],
    report.status === 'notapplicable' ? [] : [summaryLine(report)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

/** Each once; several say which process they are for. */
function remediesOf(findings: readonly Finding[], general: string): string[] {
  const pids = new Map<string, number[]>();
  for (const finding of findings) {
    for (const remedy of remedyOf(finding, general)) {
      const own = finding.origin.kind === 'process' ? [finding.origin.pid] : [];
      pids.set(remedy, [...(pids.get(remedy) ?? []), ...own]);
    }
  }
  return [...pids].map(([remedy, own]) =>
    pids.size > 1 && own.length > 0 ? `${remedy} (pid ${own.join(', ')})` : remedy,
  );
}

function remedyOf({ status, origin, evidence, remediation }: Finding, general: string): string[] {
  if (remediation !== undefined) return [remediation];
  if (status !== 'fail' || evidence.arguments.length === 0) return [];
  return [
    origin.kind === 'file' ? 'Remove the --kubelet-https parameter from the files named above.' : general,
  ];
}

function problemLines({ path, message, hint }: Problem): string[] {
  return [...wrap(shorten(`${path}: ${message}`), '  '), ...wrap(shorten(hint), '    ')];
}

/** Where nothing was found, the blind spot is among the problems already. */
function blindSpotLines({ examined: { blindSpot }, findings }: Report): string[] {
  return blindSpot === undefined || findings.length === 0 ? [] : problemLines(blindSpot);
}
