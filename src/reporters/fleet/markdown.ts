import type { PhrasingContent, RootContent } from 'mdast';
import { type FleetReporter, type HostResult, hostLabel } from '../../model/fleet.ts';
import { runWarning, section, table, toText } from '../markdown.ts';
import { code, heading, paragraph, plain, sentence, strong } from '../markdown-nodes.ts';
import { shorten, timeWords } from '../words/layout.ts';
import { WORDS } from '../words/status.ts';
import { firstNames, type SharedText, sharedTexts } from './shared-texts.ts';
import { auditedWords, countedHosts, fleetStatus, hostStatus, listedHosts, whyOf } from './words.ts';

const COLUMNS = ['Status', 'Host', 'Audited (UTC)', 'What'];
/** GitHub shows no more of a summary than a megabyte. */
const MAX_ITEMS = 100;

/** Markdown as GitHub reads it: the hosts that do not pass, and all of a few. */
export const markdown: FleetReporter = (fleet, { isVerbose }) => {
  const { control, tool, mergedAt, problems } = fleet;
  const { remediations, warnings } = sharedTexts(fleet);
  const { shown, others } = listedHosts(fleet, isVerbose);
  const children: RootContent[] = [
    heading(2, [plain(`${WORDS[fleetStatus(fleet)]}: CIS ${control.id} `), ...sentence(control.title)]),
    paragraph([
      ...sentence(`${timeWords(mergedAt)}, ${tool.name} ${tool.version}.`),
      plain(` ${countedHosts(fleet)}.`),
    ]),
    ...(shown.length === 0 ? [] : [table([COLUMNS.map((name) => [plain(name)]), ...shown.map(cells)])]),
    ...(others === '' ? [] : [paragraph([plain(`And ${others}.`)])]),
    ...cappedSection('Warnings', [
      ...warnings.map((one) => sharedItem(one, isVerbose)),
      ...fleet.warnings.map(runWarning),
    ]),
    ...cappedSection(
      'Problems',
      problems.map(({ path, line, message, hint }) => [
        ...code(line === null ? path : `${path}:${line}`),
        plain(': '),
        ...sentence(`${shorten(message)}. ${shorten(hint)}`),
      ]),
    ),
    ...cappedSection(
      'Remediation',
      remediations.map((one) => sharedItem(one, isVerbose)),
    ),
  ];
  return toText(children);
};

/** The first items, and how many more there are. */
function cappedSection(title: string, items: readonly PhrasingContent[][]): RootContent[] {
  const more = items.length - MAX_ITEMS;
  return [
    ...section(title, items.slice(0, MAX_ITEMS)),
    ...(more > 0 ? [paragraph([plain(`And ${more} more.`)])] : []),
  ];
}

/** What is said of several hosts, and of which. */
function sharedItem(one: SharedText, isVerbose: boolean): PhrasingContent[] {
  const { names, more } = firstNames(one, isVerbose);
  return [
    ...sentence(one.text),
    plain(' On '),
    ...names.flatMap((name, index) => [...(index === 0 ? [] : [plain(', ')]), ...code(name)]),
    plain(`${more}.`),
  ];
}

/** The cells of a host, in the order of COLUMNS. */
function cells(host: HostResult): PhrasingContent[][] {
  return [
    [strong(WORDS[hostStatus(host)])],
    code(hostLabel(host)),
    [plain(auditedWords(host))],
    sentence(whyOf(host)),
  ];
}
