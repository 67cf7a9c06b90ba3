import { Chalk, type ChalkInstance } from 'chalk';
import { type FleetProblem, type FleetReporter, type HostResult, hostLabel } from '../../model/fleet.ts';
import { findingLines, warningLines } from '../text-finding.ts';
import { shorten, wrap } from '../words/layout.ts';
import { emphasise, statusWord, WORDS } from '../words/status.ts';
import { firstNames, fleetRemediations, fleetWarnings, type SharedText } from './shared-texts.ts';
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

/** The report on many hosts for people, at most 80 columns wide where words allow it. */
export const text: FleetReporter = (fleet, { isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { control, hosts, expected } = fleet;
  const status = fleetStatus(fleet);
  const explained = worstFirst(hosts).filter(needsExplanation);
  const shown = isVerbose ? explained : explained.slice(0, MAX_SHOWN);
  const more = explained.length - shown.length;
  // A finding that does not pass is shown with its warnings.
  const isShown = new Set(shown);
  const warnings = fleetWarnings(hosts, (finding, host) => finding.status === 'pass' || !isShown.has(host));
  const blocks = [
    wrap(control.title, `${WORDS[status]}  CIS ${control.id}  `).map((line) =>
      line.replace(WORDS[status], statusWord(status, chalk)),
    ),
    ...shown.map((host) => hostLines(host, isVerbose, chalk)),
    more === 0 ? [] : [`  … and ${more} more hosts, listed below (-v shows their findings)`],
    ...sharedBlocks('Remediation', fleetRemediations(fleet), isVerbose, chalk),
    ...sharedBlocks('Warning', warnings, isVerbose, chalk),
    fleet.warnings.flatMap((warning) => warningLines(warning, chalk)),
    ...problemBlocks(fleet.problems, isVerbose),
    hosts.length === 0 ? [NOTHING] : hostTable(listedHosts(fleet, isVerbose), chalk),
    adviceLines(hosts),
    expected === undefined && hosts.length > 0 ? wrap(NO_LIST, '  ') : [],
    wrap(countedHosts(fleet), ''),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

const NOTHING = '  No report was received.';
const NO_LIST = 'No list of hosts was given (--hosts), so a missing host is not noticed.';

/** What to do about the hosts that only the table names. */
function adviceLines(hosts: readonly HostResult[]): string[] {
  const width = Math.max(...NOTES.map((note) => note.length));
  return NOTES.flatMap((note) => {
    const hint = hosts.find(({ reason }) => reason === note)?.hint;
    return hint === undefined ? [] : wrap(hint, `  ${note.padEnd(width)}  `);
  });
}

/** A host with what of it does not pass. */
function hostLines(host: HostResult, isVerbose: boolean, chalk: ChalkInstance): string[] {
  const { findings, problems } = host.report();
  const parts = [
    ...findings
      .filter(({ status }) => status !== 'pass')
      .map((finding) => findingLines(finding, false, chalk).map((line) => `  ${line}`)),
    ...problems.map(({ path, message, hint }) => [
      ...wrap(shorten(path === hostLabel(host) ? message : `${path}: ${message}`), '    '),
      ...wrap(shorten(hint), '      '),
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
  chalk: ChalkInstance,
): string[][] {
  const shown = isVerbose ? texts : texts.slice(0, MAX_TEXTS);
  const left = texts.length - shown.length;
  const lead = `  ${title}  `;
  return [
    ...shown.map((one) => {
      const { names, more } = firstNames(one, isVerbose);
      return [
        ...emphasise(wrap(one.text, lead), title, chalk),
        ...wrap(`On ${names.join(', ')}${more}.`, ' '.repeat(lead.length)),
      ];
    }),
    left === 0 ? [] : [`  … and ${left} more of these (-v shows them)`],
  ];
}

function problemBlocks(problems: readonly FleetProblem[], isVerbose: boolean): string[][] {
  const shown = isVerbose ? problems : problems.slice(0, MAX_PROBLEMS);
  const more = problems.length - shown.length;
  return [
    shown.flatMap(({ path, line, message, hint }, index) => [
      ...wrap(shorten(`${path}${line === null ? '' : `:${line}`}: ${message}`), '  '),
      // The same advice once, after the last that it is for.
      ...(hint === shown[index + 1]?.hint ? [] : wrap(shorten(hint), '    ')),
    ]),
    more === 0 ? [] : [`  … and ${more} more problems (-v shows them)`],
  ];
}
