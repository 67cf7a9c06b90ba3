import { type Problem, problemPlace, problemText } from '../model/problem.ts';
import { type Finding, type Report, type Reporter, shownStatus } from '../model/report.ts';
import type { Status } from '../model/verdict.ts';
import { wrap, wrapParts } from '../model/wrap.ts';
import { findingLines, serverLine, warningLines } from './text-finding.ts';
import { blindSpotsOf, countedExamined, examinedWords, isBad, summaryLine } from './words/examined.ts';
import { foldPasses } from './words/folded-passes.ts';
import { hostLabel } from './words/identity.ts';
import { shorten } from './words/layout.ts';
import { originParts } from './words/origin.ts';
import { remediationsOf, remediationWords } from './words/remediations.ts';
import { statusWord, WORDS } from './words/status.ts';
import { type Style, styleOf } from './words/style.ts';

/** The report for people. */
export const text: Reporter = (report, options) => {
  const style = styleOf(options);
  const { exitStatus, isVerbose } = options;
  const { chalk, columns } = style;
  const { findings, problems } = report;
  const isSeveral = findings.length + problems.length > 1;
  const { shown, folded } = foldPasses(findings, isVerbose);
  const unknown = isSeveral ? `${statusWord('unknown', chalk)}  ` : '';
  const detailsOf = (chosen: readonly Finding[]) =>
    chosen.map((finding) => findingLines(finding, isSeveral, style));
  const blocks = [
    wrap(
      report.control.title,
      `${statusWord(shownStatus(report), chalk)}  CIS ${report.control.id}  `,
      columns,
    ),
    report.isHostNamed ? wrap(hostLabel(report) ?? '', `  ${chalk.bold('Host')}  `, columns) : [],
    ...detailsOf(shown.filter(isBad)),
    ...problems.map((problem) => problemLines(problem, unknown, style)),
    ...detailsOf(shown.filter((finding) => !isBad(finding))),
    passLines(folded, style),
    ...blindSpotsOf(report).map((problem) =>
      problemLines(problem, `${chalk.yellow.bold('warning')}  `, style),
    ),
    (report.warnings ?? []).flatMap((warning) => warningLines(warning, style)),
    noteLines(report, style),
    report.status === 'notapplicable' ? nothingFoundLines(report, exitStatus, style) : [],
    ...remediationsOf(report).map((remediation) =>
      wrap(remediationWords(remediation), `  ${chalk.bold('Remediation')}  `, columns),
    ),
    report.examined.note === undefined ? [] : wrap(report.examined.note, '  ', columns),
    isVerbose ? examinedLines(report, style) : [],
  ].filter((block) => block.length > 0);
  if (report.status !== 'notapplicable') {
    const summary = wrap(summaryLine(report), '', columns);
    // Each block is followed by an empty line.
    const height = [...blocks, summary].reduce((lines, block) => lines + block.length + 1, 0);
    const bad = height > style.rows ? badLines(report, style) : [];
    blocks.push(...(bad.length > 0 ? [bad] : []), summary);
  }
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
};

/** More are counted. */
const MAX_PASSES = 25;

function passLines(passes: readonly Finding[], style: Style): string[] {
  const lead = `  ${statusWord('pass', style.chalk)}  `;
  return passes.length <= MAX_PASSES
    ? passes.map((finding) => serverLine(finding, lead, style))
    : [`${lead}${passes.length} API servers (-v shows them)`];
}

/** More are counted. */
const MAX_BAD = 10;

/** What does not pass once more, for those who see only the end of a report that is longer than the screen. */
function badLines({ findings, problems }: Report, style: Style): string[] {
  const bad = findings.filter(isBad);
  const isMixed = new Set([...bad.map(({ status }) => status), ...problems.map(() => 'unknown')]).size > 1;
  const leadOf = (status: Status) => {
    const gap = isMixed ? WORDS.unknown.length - WORDS[status].length : 0;
    return `  ${statusWord(status, style.chalk)}${' '.repeat(gap)}  `;
  };
  const lines = [
    ...bad.map((finding) => serverLine(finding, leadOf(finding.status), style)),
    ...problems.map((problem) => `${leadOf('unknown')}${problemPlace(problem)}`),
  ];
  const more = lines.length - MAX_BAD;
  return [...lines.slice(0, MAX_BAD), ...(more > 0 ? [`  … and ${more} more`] : [])];
}

function problemLines(problem: Problem, word: string, { columns }: Style): string[] {
  return [
    ...wrapParts([word + shorten(problemText(problem))], '  ', columns),
    ...wrap(shorten(problem.hint), '    ', columns),
  ];
}

/** More are counted. */
const MAX_NOTES = 5;

function noteLines({ examined }: Report, { columns }: Style): string[] {
  const notes = examined.setAside.filter(({ isNote }) => isNote);
  const shown = notes.slice(0, MAX_NOTES);
  const more = notes.length - shown.length;
  return [
    ...shown.map(({ origin, reason }) => `${originParts(origin).join('  ')}  ${reason}; it was not audited`),
    ...(more === 0 ? [] : [`${more} more files like these: see -v`]),
  ].flatMap((note) => wrap(shorten(note), '  note  ', columns));
}

function nothingFoundLines({ examined }: Report, exitStatus: number, { columns }: Style): string[] {
  const example = examined.processes === 0 ? '' : ', as on a worker node';
  return [
    ...wrap(`No API server found among ${countedExamined(examined)}.`, '  ', columns),
    ...(exitStatus === 0
      ? []
      : wrap(`If that is expected${example}, use --allow-missing to exit with 0.`, '  ', columns)),
  ];
}

function examinedLines({ examined }: Report, { columns }: Style): string[] {
  const { setAside, hostFiles = [] } = examined;
  const others =
    setAside.length === 0
      ? 'nothing else mentions an API server.'
      : 'ignored (they mention an API server but are not one):';
  return [
    ...wrap(`Examined ${examinedWords(examined)}; ${others}`, '  ', columns),
    ...setAside.flatMap(({ program, origin, reason }) =>
      wrapParts([shorten(program), ...originParts(origin), reason], '    ', columns),
    ),
    ...(hostFiles.length === 0 ? [] : wrap('Also read, to see what starts the API servers:', '  ', columns)),
    ...hostFiles.map((path) => `    ${path}`),
  ];
}
