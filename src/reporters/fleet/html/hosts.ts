import { toHtml } from 'hast-util-to-html';
import { h, type Result } from 'hastscript';
import type { Fleet, HostReason, HostResult } from '../../../model/fleet.ts';
import { badge, code, htmlRows, section, sentence, statement } from '../../html/words.ts';
import { auditedWords, FEW, GROUPS, hostStatus, NOTES, whyOf } from '../words.ts';

/** Of the parts of the page that say more about a host. */
export type HostIds = ReadonlyMap<HostResult, string>;

/** Every host in one table, worst first. Where those that pass are many, their rows are folded, except on paper. */
export function htmlHosts({ hosts }: Fleet, ids: HostIds): Result {
  const hasClusters = hosts.some(({ cluster }) => cluster !== null);
  const columns = [...(hasClusters ? ['Cluster'] : []), 'Host', 'Status', 'Audited (UTC)', 'Why'];
  return section(
    'hosts',
    hosts.length === 1 ? 'Host' : 'Hosts',
    hosts.length === 0
      ? h('p', 'No report was received.')
      : h(
          'table.hosts',
          h('caption.hidden', 'Every host, worst first'),
          h(
            'thead',
            h(
              'tr',
              columns.map((name) => h('th', { scope: 'col' }, name)),
            ),
          ),
          GROUPS.flatMap(({ isOf, foldedAs }) => {
            const rows = hosts.filter(isOf).map((host) => toHtml(row(host, ids.get(host), hasClusters)));
            return rows.length === 0 ? [] : group(rows, columns.length, foldedAs);
          }),
        ),
    advice(hosts),
  );
}

function group(rows: readonly string[], width: number, foldedAs: string | undefined): Result[] {
  if (foldedAs === undefined || rows.length <= FEW) return [htmlRows(rows)];
  const fold = h('details', h('summary', `${rows.length} ${foldedAs}`));
  return [h('tbody.fold', h('tr', h('td', { colSpan: width }, fold))), htmlRows(rows)];
}

function row(host: HostResult, id: string | undefined, hasClusters: boolean): Result {
  const { cluster, host: name, received } = host;
  const [report] = received;
  const label = id === undefined ? code(name) : h('a', { href: `#${id}` }, code(name));
  const why = whyOf(host);
  return h(
    'tr',
    hasClusters ? h('td', cluster === null ? null : code(cluster)) : null,
    h('th', { scope: 'row' }, label),
    h('td', badge(hostStatus(host))),
    h(
      'td.time',
      report === undefined
        ? null
        : h('time', { dateTime: new Date(report.auditedAt).toISOString() }, auditedWords(host)),
    ),
    h('td.why', why === '' ? null : statement(why)),
  );
}

const ADVISED: Readonly<Partial<Record<HostReason, string>>> = {
  missing: 'Without a report:',
  stale: 'With an old report:',
  'no-api-server': 'Without the API server that was expected:',
};

/** What to do about the hosts of which the table says all there is to say. */
function advice(hosts: readonly HostResult[]): Result | null {
  const items = NOTES.flatMap((note) => {
    const hint = hosts.find(({ reason }) => reason === note)?.hint;
    return hint === undefined ? [] : [h('li', h('strong', ADVISED[note]), ' ', sentence(hint))];
  });
  return items.length === 0 ? null : h('ul', items);
}
