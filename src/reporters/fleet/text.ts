import { type FleetProblem, type FleetReporter, type HostResult, hostLabel } from '../../model/fleet.ts';
import { problemText } from '../../model/problem.ts';
import { columnsOf, wrap } from '../../model/wrap.ts';
import { findingLines, warningLines } from '../text-finding.ts';
import { shorten } from '../words/layout.ts';
import { statusWord } from '../words/status.ts';
import { type Style, styleOf } from '../words/style.ts';
import { firstNames, type SharedText, sharedTexts } from './shared-texts.ts';
import { hostTable } from './text-table.ts';
import {
  countedHosts,
  fleetStatus,
  hostStatus,
  listedHosts,
  NOTES,
  needsExplanation,
  worstFirst,
} from './words.ts';

/** More are in the table alone. */
const MAX_SHOWN = 10;
/** Of one host. */
const MAX_FINDINGS = 10;
const MAX_PROBLEMS = 20;
/** Remediations, and warnings. */
const MAX_TEXTS = 10;

/** The report on many hosts for people. */
export const text: FleetReporter = (fleet, options) => {
  const style = styleOf(options);
  const { isVerbose } = options;
  const { chalk, columns } = style;
  const { control, hosts, expected } = fleet;
  const status = fleetStatus(fleet);
  const explained = worstFirst(hosts).filter(needsExplanation);
  const shown = isVerbose ? explained : explained.slice(0, MAX_SHOWN);
  const more = explained.length - shown.length;
  // A finding that does not pass is shown with its warnings.
  const isShown = new Set(shown);
  const { remediations, warnings } = sharedTexts(
    fleet,
    (finding, host) => finding.status === 'pass' || !isShown.has(host),
  );
  const blocks = [
    wrap(control.title, `${statusWord(status, chalk)}  CIS ${control.id}  `, columns),
    ...shown.map((host) => hostLines(host, isVerbose, style)),
    more === 0 ? [] : wrap(`… and ${more} more hosts, listed below (-v shows their findings)`, '  ', columns),
    ...sharedBlocks('Remediation', remediations, isVerbose, style),
    ...sharedBlocks('Warning', warnings, isVerbose, style),
    fleet.warnings.flatMap((warning) => warningLines(warning, style)),
    ...problemBlocks(fleet.problems, isVerbose, style),
    hosts.length === 0 ? [NOTHING] : hostTable(listedHosts(fleet, isVerbose), style),
    adviceLines(hosts, style),
    expected === undefined && hosts.length > 0 ? wrap(NO_LIST, '  ', columns) : [],
    wrap(countedHosts(fleet), '', columns),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

const NOTHING = '  No report was received.';
const NO_LIST = 'No list of hosts was given (--hosts), so a missing host is not noticed.';

/** What to do about the hosts that only the table names. */
function adviceLines(hosts: readonly HostResult[], { columns }: Style): string[] {
  const width = Math.max(...NOTES.map((note) => note.length));
  return NOTES.flatMap((note) => {
    const hint = hosts.find(({ reason }) => reason === note)?.hint;
    return hint === undefined ? [] : wrap(hint, `  ${note.padEnd(width)}  `, columns);
  });
}

/** A host with what of it does not pass. */
function hostLines(host: HostResult, isVerbose: boolean, style: Style): string[] {
  const { chalk, columns } = style;
  const inner = { ...style, columns: columns - 2 };
  const { findings, problems } = host.report();
  const parts = [
    ...findings
      .filter(({ status }) => status !== 'pass')
      .map((finding) => findingLines(finding, false, inner).map((line) => `  ${line}`)),
    ...problems.map((problem) => [
      ...wrap(
        shorten(problem.path === hostLabel(host) ? problem.message : problemText(problem)),
        '    ',
        columns,
      ),
      ...wrap(shorten(problem.hint), '      ', columns),
    ]),
  ];
  const shown = isVerbose ? parts : parts.slice(0, MAX_FINDINGS);
  const more = parts.length - shown.length;
  return [
    `  ${statusWord(hostStatus(host), chalk)}  ${chalk.bold(hostLabel(host))}`,
    ...shown.flat(),
    ...(more === 0 ? [] : [`    … and ${more} more of this host (-v shows them)`]),
  ];
}

/** What is said once of all the hosts that it is about. */
function sharedBlocks(
  title: string,
  texts: readonly SharedText[],
  isVerbose: boolean,
  { chalk, columns }: Style,
): string[][] {
  const shown = isVerbose ? texts : texts.slice(0, MAX_TEXTS);
  const left = texts.length - shown.length;
  const lead = `  ${chalk.bold(title)}  `;
  return [
    ...shown.map((one) => {
      const { names, more } = firstNames(one, isVerbose);
      const lines = wrap(one.text, lead, columns);
      const indent = lines.length === 1 ? columnsOf(lead) : (lines.at(-1)?.search(/\S/) ?? 0);
      return [...lines, ...wrap(`On ${names.join(', ')}${more}.`, ' '.repeat(indent), columns)];
    }),
    left === 0 ? [] : [`  … and ${left} more of these (-v shows them)`],
  ];
}

function problemBlocks(
  problems: readonly FleetProblem[],
  isVerbose: boolean,
  { columns }: Style,
): string[][] {
  const shown = isVerbose ? problems : problems.slice(0, MAX_PROBLEMS);
  const more = problems.length - shown.length;
  return [
    shown.flatMap(({ path, line, message, hint }, index) => [
      ...wrap(shorten(`${path}${line === null ? '' : `:${line}`}: ${message}`), '  ', columns),
      // The same advice once, after the last that it is for.
      ...(hint === shown[index + 1]?.hint ? [] : wrap(shorten(hint), '    ', columns)),
    ]),
    more === 0 ? [] : [`  … and ${more} more problems (-v shows them)`],
  ];
}
