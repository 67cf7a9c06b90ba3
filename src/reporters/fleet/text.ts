import { Chalk, type ChalkInstance } from 'chalk';
import { type Fleet, type FleetReporter, type HostResult, hostLabel } from '../../model/fleet.ts';
import { findingLines } from '../text-finding.ts';
import { shorten, wrap } from '../words/layout.ts';
import { emphasise, statusWord, WORDS } from '../words/status.ts';
import { hostTable, NOTE_WIDTH } from './text-table.ts';
import { countedHosts, listedHosts, NOTES, needsExplanation, worstFirst } from './words.ts';

/** More are in the table alone. */
const MAX_SHOWN = 10;
const MAX_PROBLEMS = 20;

/** The report on many hosts for people, at most 80 columns wide where words allow it. */
export const text: FleetReporter = (fleet, { isColoured, isVerbose }) => {
  const chalk = new Chalk({ level: isColoured ? 1 : 0 });
  const { control, status, hosts } = fleet;
  const explained = worstFirst(hosts).filter(needsExplanation);
  const shown = isVerbose ? explained : explained.slice(0, MAX_SHOWN);
  const more = explained.length - shown.length;
  const blocks = [
    wrap(control.title, `${WORDS[status]}  CIS ${control.id}  `).map((line) =>
      line.replace(WORDS[status], statusWord(status, chalk)),
    ),
    ...shown.map((host) => hostLines(host, chalk)),
    more === 0 ? [] : [`  … and ${more} more hosts, listed below (-v shows their findings)`],
    ...(hosts.some(({ status: own }) => own === 'fail')
      ? [emphasise(wrap(control.remediation, '  Remediation  '), 'Remediation', chalk)]
      : []),
    ...problemBlocks(fleet, isVerbose),
    hosts.length === 0 ? [NOTHING] : hostTable(listedHosts(fleet, isVerbose), chalk),
    adviceLines(hosts),
    wrap(countedHosts(fleet), ''),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
};

const NOTHING = '  No report was received.';

/** What to do about the hosts that only the table names. */
function adviceLines(hosts: readonly HostResult[]): string[] {
  return NOTES.flatMap((note) => {
    const hint = hosts.find(({ reason }) => reason === note)?.hint;
    return hint === undefined ? [] : wrap(hint, `  ${note.padEnd(NOTE_WIDTH)}  `);
  });
}

/** A host with what of it does not pass. */
function hostLines(host: HostResult, chalk: ChalkInstance): string[] {
  const { findings, problems } = host.report();
  return [
    `  ${statusWord(host.status, chalk)}  ${chalk.bold(hostLabel(host))}`,
    ...findings
      .filter(({ status }) => status !== 'pass')
      .flatMap((finding) => findingLines(finding, false, chalk).map((line) => `  ${line}`)),
    ...problems.flatMap(({ path, message, hint }) => [
      ...wrap(shorten(path === hostLabel(host) ? message : `${path}: ${message}`), '    '),
      ...wrap(shorten(hint), '      '),
    ]),
  ];
}

function problemBlocks({ problems }: Fleet, isVerbose: boolean): string[][] {
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
