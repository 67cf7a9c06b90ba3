import { Chalk, type ChalkInstance } from 'chalk';
import type { Origin } from '../model/invocation.ts';
import { type Finding, type Report, summaryOf } from '../model/report.ts';
import type { Problem } from '../model/problem.ts';
import type { Status } from '../model/status.ts';
import type { EvidenceArgument } from '../model/verdict.ts';
import type { Reporter } from './reporter.ts';
import { shorten } from './shorten.ts';
import { wrap } from './wrap.ts';

const WORDS = {
  pass: 'PASS',
  fail: 'FAIL',
  unknown: 'UNKNOWN',
  notapplicable: 'NOT APPLICABLE',
} as const satisfies Record<Status, string>;

/** As many arguments of one server as a person reads; the one that decides is always shown. */
const MOST_ARGUMENTS = 10;

/** An argument longer than this gets a line of its own. */
const MOST_COLUMNS = 40;

const STRICT = '--strict makes its warnings fail';

/** The report for people, at most 80 columns wide where words allow it. */
export const text: Reporter = (report, { exitStatus, isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { id, title, remediation } = report.control;
  const isFlagToBeRemoved = report.findings.some(
    ({ status, evidence }) => status === 'fail' && evidence.arguments.length > 0,
  );
  const blocks = [
    wrap(title, `${WORDS[report.status]}  CIS ${id}  `).map((line) =>
      line.replace(WORDS[report.status], statusWord(report.status, chalk)),
    ),
    ...report.findings.map((finding) => findingLines(finding, report.findings.length > 1, chalk)),
    ...report.problems.map(problemLines),
    blindSpotLines(report),
    report.status === 'notapplicable' ? nothingFoundLines(report, exitStatus) : [],
    isFlagToBeRemoved ? emphasise(wrap(remediation, '  Remediation  '), 'Remediation', chalk) : [],
    isVerbose ? examinedLines(report) : [],
    report.status === 'notapplicable' ? [] : [summaryLine(report)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

function statusWord(status: Status, chalk: ChalkInstance): string {
  const paint = { pass: chalk.green, fail: chalk.red, unknown: chalk.yellow, notapplicable: chalk.cyan }[
    status
  ];
  return paint.bold(WORDS[status]);
}

function emphasise(lines: readonly string[], word: string, chalk: ChalkInstance): string[] {
  return lines.map((line) => line.replace(word, chalk.bold(word)));
}

function findingLines(finding: Finding, isOneOfMany: boolean, chalk: ChalkInstance): string[] {
  const word = isOneOfMany ? `${statusWord(finding.status, chalk)}  ` : '';
  const shown = argumentsForPeople(finding.evidence.arguments);
  const isExplained = shown.some(({ effective }) => effective);
  const left = finding.evidence.arguments.length - shown.length;
  return [
    `  ${word}${chalk.bold(finding.program)}  ${describeOrigin(finding.origin)}`,
    ...shown.flatMap(argumentLines),
    ...(left > 0 ? [`    … and ${left} more`] : []),
    ...(isExplained ? [] : wrap(shorten(finding.reason), '    ')),
    ...(finding.hint === undefined ? [] : wrap(finding.hint, '    ')),
    ...finding.warnings.flatMap(({ code, message }) =>
      emphasise(wrap(`${message} [${code}]`, '    warning  '), 'warning', chalk),
    ),
    ...(isExplained && finding.failsByWarnings ? [`    ${STRICT}`] : []),
  ];
}

function argumentsForPeople(all: readonly EvidenceArgument[]): readonly EvidenceArgument[] {
  if (all.length <= MOST_ARGUMENTS) return all;
  const effective = all.filter((argument) => argument.effective);
  const others = all.filter((argument) => !argument.effective).slice(0, MOST_ARGUMENTS - effective.length);
  return [...others, ...effective].sort((a, b) => a.index - b.index);
}

function argumentLines({ text, index, note }: EvidenceArgument): string[] {
  const argument = `    ${shorten(text)}`;
  const explanation = `(argument ${index}) ${note}`;
  return argument.length <= MOST_COLUMNS
    ? wrap(explanation, `${argument}   `)
    : [argument, ...wrap(explanation, '      ')];
}

function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'process':
      return [
        `pid ${origin.pid}`,
        ...(origin.uid === null ? [] : [`uid ${origin.uid}`]),
        ...(origin.executable === null ? [] : [shorten(origin.executable)]),
      ].join('  ');
    case 'ps':
      return [
        `${origin.path === '-' ? 'standard input' : origin.path} line ${origin.line}`,
        ...(origin.pid === null ? [] : [`pid ${origin.pid}`]),
      ].join('  ');
    default:
      return origin satisfies never;
  }
}

function problemLines({ path, message, hint }: Problem): string[] {
  return [...wrap(shorten(`${path}: ${message}`), '  '), ...wrap(shorten(hint), '    ')];
}

/** Where nothing was found, the blind spot is among the problems already. */
function blindSpotLines({ examined: { blindSpot }, findings }: Report): string[] {
  return blindSpot === undefined || findings.length === 0 ? [] : problemLines(blindSpot);
}

function nothingFoundLines({ examined }: Report, exitStatus: number): string[] {
  return [
    `  No API server among ${counted(examined.processes, 'process', 'processes')}.`,
    ...(exitStatus === 0
      ? []
      : wrap('On a node that has none, such as a worker, --allow-missing makes this exit 0.', '  ')),
  ];
}

function examinedLines({ examined }: Report): string[] {
  const { source, processes, setAside } = examined;
  const others =
    setAside.length === 0
      ? 'no other mentions an API server.'
      : 'set aside, because they mention an API server and are none:';
  return [
    ...wrap(`Looked at ${counted(processes, 'process', 'processes')} (${source}); ${others}`, '  '),
    ...setAside.map(
      ({ program, origin, reason }) => `    ${shorten(program)}  ${describeOrigin(origin)}  ${reason}`,
    ),
  ];
}

function summaryLine({ findings, problems }: Report): string {
  const { pass, fail, unknown } = summaryOf(findings);
  const parts = [
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(pass > 0 ? [`${pass} passed`] : []),
  ];
  const servers = counted(findings.length, 'API server', 'API servers');
  const verdicts = parts.length === 0 ? servers : `${servers}: ${parts.join(', ')}`;
  return problems.length === 0 ? verdicts : `${verdicts}; ${counted(problems.length, 'problem', 'problems')}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
