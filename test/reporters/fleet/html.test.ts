import { describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/model/fleet.ts';
import { html } from '../../../src/reporters/fleet/html/index.ts';
import { hostStatus } from '../../../src/reporters/fleet/words.ts';
import { WORDS } from '../../../src/reporters/words/status.ts';
import { FLEETS, fleetOf500, jsonReport, mergeReports } from '../../support/fleets.ts';
import { parsePage } from '../../support/parse-page.ts';

const render = (fleet: Fleet) => html(fleet, { exitStatus: 2, isColoured: false, isVerbose: false });

/** The words of each row of hosts, in their order. */
function rowsOf(source: string): string[][] {
  const [, table = ''] = /<table class="hosts">([\s\S]*?)<\/table>/.exec(source) ?? [];
  return table
    .split('<tr>')
    .slice(1)
    .map((row) => row.split(/<\/t[dh]>/).map((cell) => cell.replace(/<[^>]*>/g, '').trim()));
}

describe.each(Object.entries(FLEETS))('the page of many hosts: %s', (_, fleet) => {
  const source = render(fleet);
  const { elements, text } = parsePage(source);

  test('runs nothing and asks the network for nothing', () => {
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'img', 'iframe', 'object', 'embed', 'link', 'form', 'base', 'svg']) {
      expect(names).not.toContain(name);
    }
    for (const { attributes } of elements) {
      for (const attribute of Object.keys(attributes)) expect(attribute).not.toMatch(/^on|^src|^style$/);
    }
  });

  test('has links only to its own parts and to the references of the control', () => {
    const ids = new Set(elements.flatMap(({ attributes }) => attributes.id ?? []));
    const links = elements.flatMap(({ attributes }) => attributes.href ?? []);
    for (const link of links.filter((href) => !fleet.control.references.includes(href))) {
      expect(link).toMatch(/^#host-\d+$/);
      expect(ids).toContain(link.slice(1));
    }
  });

  test('has every host in the table with its status, and what is wrong with it as text', () => {
    const statuses = rowsOf(source).flatMap((cells) =>
      cells.filter((cell) => Object.values(WORDS).some((word) => word === cell)),
    );
    expect(statuses.sort()).toEqual(fleet.hosts.map((host) => WORDS[hostStatus(host)]).sort());
    for (const { cluster, host, message, hint, reason } of fleet.hosts) {
      for (const part of [cluster, host]) expect(text).toContain(part ?? '');
      if (reason !== 'waived') expect(text).toContain(message ?? '');
      // What is dated in the future is a problem as well, with its own hint; waivers are shown with what they waive.
      if (reason !== 'clock' && !reason?.startsWith('waive')) expect(text).toContain(hint ?? '');
    }
    for (const { path, message } of fleet.problems) {
      expect(text).toContain(path);
      expect(text).toContain(message);
    }
  });
});

describe('the page of 500 hosts', () => {
  const source = render(fleetOf500());
  const rows = rowsOf(source);

  test('says how many of each there are, at its top', () => {
    const { text } = parsePage(source);
    expect(text.slice(0, text.indexOf('Hosts'))).toContain(
      '500 hosts: 3 failed, 3 unknown, 494 passed; 2 missing, 1 stale.',
    );
  });

  test('has the hosts that fail, then those that are unknown, then a fold with those that pass', () => {
    expect(rows[0]).toEqual(['Cluster', 'Host', 'Status', 'Audited (UTC)', 'Why', '']);
    expect(rows.slice(1, 7).map((cells) => cells[2])).toEqual([
      ...Array(3).fill('FAIL'),
      ...Array(3).fill('UNKNOWN'),
    ]);
    expect(rows[7]).toEqual(['494 hosts that pass', '']);
    expect(rows).toHaveLength(502);
    expect(rows[1]).toEqual([
      'prod-eu-3',
      'cp-2',
      'FAIL',
      '2026-02-01 11:07',
      '--kubelet-https=false (argument 2) allows plain HTTP to the kubelets.',
      '',
    ]);
    expect(rows[5]?.slice(2)).toEqual(['UNKNOWN', '', 'no report of it was received.', '']);
  });

  test('has evidence and remediation for those that fail alone', () => {
    const { elements, text } = parsePage(source);
    expect(elements.filter(({ name }) => name === 'article')).toHaveLength(3);
    expect(text).toContain('On prod-eu-3/cp-2, prod-eu-84/cp-2, prod-eu-149/cp-1');
  });
});

test('few hosts are not folded, and clusters that nobody named are no column', () => {
  const source = render(mergeReports([jsonReport({ cluster: null })]));
  expect(source).not.toContain('<details>');
  expect(rowsOf(source)).toEqual([
    ['Host', 'Status', 'Audited (UTC)', 'Why', ''],
    ['cp-1', 'PASS', '2026-02-01 11:00', '', ''],
  ]);
});

test('hosts that pass with a note come before those that only pass, and are folded by themselves', () => {
  const reports = Array.from({ length: 52 }, (_, index) =>
    jsonReport({ host: `cp-${index}`, example: index < 26 ? 'pass' : 'what the files of a host add' }),
  );
  const rows = rowsOf(render(mergeReports(reports)));
  expect(rows[1]).toEqual(['26 hosts that pass with a note, such as a warning', '']);
  expect(rows[2]?.slice(1, 3)).toEqual(['cp-26', 'PASS']);
  expect(rows[28]).toEqual(['26 hosts that pass', '']);
  expect(rows[29]?.slice(1, 3)).toEqual(['cp-0', 'PASS']);
});

test('the evidence of very many hosts is left out, and the page says so', () => {
  const reports = Array.from({ length: 210 }, (_, index) =>
    jsonReport({ example: 'fail', host: `cp-${index}` }),
  );
  const source = render(mergeReports(reports));
  const { elements, text } = parsePage(source);
  expect(elements.filter(({ name }) => name === 'article')).toHaveLength(200);
  expect(text).toContain('and 10 more hosts, which only the table names');
  expect(text).toContain(' and 200 more hosts');
  expect(rowsOf(source)).toHaveLength(211);
  const links = elements.filter(({ attributes }) => attributes.href?.startsWith('#'));
  expect(links).toHaveLength(200);
});
