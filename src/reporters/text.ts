import { Chalk } from 'chalk';
import type { Problem } from '../model/problem.ts';
import { problemsOf } from './words/examined.ts';
import { remediesOf, remedyWords } from './words/remedies.ts';
import type { Reporter } from './reporter.ts';
import { shorten } from './words/shorten.ts';
import { emphasise, statusWord, WORDS } from './words/status.ts';
import { summaryLine } from './words/summary-line.ts';
import { findingLines } from './text-finding.ts';
import { examinedLines, nothingFoundLines } from './text-summary.ts';
import { wrap } from './words/layout.ts';

/** The report for people, at most 80 columns wide where words allow it. */
export const text: Reporter = (report, { exitStatus, isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { id, title } = report.control;
  const remedies = remediesOf(report).map(remedyWords);
  const blocks = [
    wrap(title, `${WORDS[report.status]}  CIS ${id}  `).map((line) =>
      line.replace(WORDS[report.status], statusWord(report.status, chalk)),
    ),
    ...report.findings.map((finding) => findingLines(finding, report.findings.length > 1, chalk)),
    ...problemsOf(report).map(problemLines),
    report.status === 'notapplicable' ? nothingFoundLines(report, exitStatus) : [],
    ...remedies.map((whereToFix) => emphasise(wrap(whereToFix, '  Remediation  '), 'Remediation', chalk)),
    isVerbose ? examinedLines(report) : [],
    report.status === 'notapplicable' ? [] : [summaryLine(report)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

function problemLines({ path, message, hint }: Problem): string[] {
  return [...wrap(shorten(`${path}: ${message}`), '  '), ...wrap(shorten(hint), '    ')];
}
