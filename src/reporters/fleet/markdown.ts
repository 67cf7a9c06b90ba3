import type { PhrasingContent, RootContent } from 'mdast';
import { type FleetReporter, type HostResult, hostLabel } from '../../model/fleet.ts';
import { section, table, toText } from '../markdown.ts';
import { code, heading, paragraph, plain, sentence, strong } from '../markdown-nodes.ts';
import { shorten, timeWords } from '../words/layout.ts';
import { WORDS } from '../words/status.ts';
import { auditedWords, countedHosts, listedHosts, whyOf } from './words.ts';

const COLUMNS = ['Status', 'Host', 'Audited (UTC)', 'What'];
/** GitHub shows no more of a summary than a megabyte. */
const MAX_PROBLEMS = 100;

/** Markdown as GitHub reads it: the hosts that do not pass, and all of a few. */
export const markdown: FleetReporter = (fleet, { isVerbose }) => {
  const { control, status, tool, mergedAt, problems, hosts } = fleet;
  const { shown, others } = listedHosts(fleet, isVerbose);
  const more = problems.length - MAX_PROBLEMS;
  const children: RootContent[] = [
    heading(2, [plain(`${WORDS[status]}: CIS ${control.id} `), ...sentence(control.title)]),
    paragraph([
      ...sentence(`${timeWords(mergedAt)}, ${tool.name} ${tool.version}.`),
      plain(` ${countedHosts(fleet)}.`),
    ]),
    ...(shown.length === 0 ? [] : [table([COLUMNS.map((name) => [plain(name)]), ...shown.map(cells)])]),
    ...(others === '' ? [] : [paragraph([plain(`And ${others}.`)])]),
    ...section(
      'Problems',
      problems
        .slice(0, MAX_PROBLEMS)
        .map(({ path, line, message, hint }) => [
          ...code(line === null ? path : `${path}:${line}`),
          plain(': '),
          ...sentence(`${shorten(message)}. ${shorten(hint)}`),
        ]),
    ),
    ...(more > 0 ? [paragraph([plain(`And ${more} more problems.`)])] : []),
    ...(hosts.some((host) => host.status === 'fail')
      ? section('Remediation', [sentence(control.remediation)])
      : []),
  ];
  return toText(children);
};

/** The cells of a host, in the order of COLUMNS. */
function cells(host: HostResult): PhrasingContent[][] {
  return [
    [strong(WORDS[host.status])],
    code(hostLabel(host)),
    [plain(auditedWords(host))],
    sentence(shorten(whyOf(host))),
  ];
}
