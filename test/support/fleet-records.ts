import { type HostResult, hostLabel } from '../../src/model/fleet.ts';
import type { Status } from '../../src/model/verdict.ts';
import type { FleetFormatName } from '../../src/reporters/fleet/index.ts';

/** The statuses that a report on many hosts gives to one of them, each in the record of a finding or of the host. */
export type RecordsOf = (text: string, host: HostResult) => string[];

type Json = Record<string, unknown>;
const WORDS: Readonly<Record<string, Status>> = {
  PASS: 'pass',
  FAIL: 'fail',
  UNKNOWN: 'unknown',
  'NOT APPLICABLE': 'notapplicable',
  // It passes, and no format says plainly so.
  'FAIL (waived)': 'pass',
};
const VALUES: readonly Status[] = ['pass', 'fail', 'unknown', 'notapplicable'];

/** How the records of each format are found, and what their words for a status mean. */
export const RECORDS: Readonly<Record<FleetFormatName, RecordsOf>> = {
  text: (text, host) => {
    const table = text.slice(text.indexOf('\n  STATUS'));
    return rowsOf(table, /^ {2}(PASS|FAIL(?: \(waived\))?|UNKNOWN|NOT APPLICABLE) +(\S+)/gm, host);
  },
  markdown: (text, host) => rowsOf(text, /^\| \*\*([A-Z ]+(?: \(waived\))?)\*\* \| `([^`]+)` \|/gm, host),
  html: (text, host) =>
    [...text.matchAll(/<tr>.*?<\/tr>/gs)]
      .map(([row]) =>
        row
          .replaceAll(/<[^>]*>/g, '|')
          .replaceAll(/\|+/g, '|')
          .split('|'),
      )
      .filter((cells) => cells.includes(host.host) && (host.cluster === null || cells.includes(host.cluster)))
      .flatMap((cells) => cells.flatMap((cell) => WORDS[cell] ?? [])),
  json: (text, host) => ofHost(JSON.parse(text).reports, host).map(({ status }) => String(status)),
  jsonl: (text, host) => ofHost(JSON.parse(text).reports, host).map(({ status }) => String(status)),
  ndjson: (text, host) =>
    ofHost(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      host,
    ).map(({ status, waiver }) => (waiver === undefined ? String(status) : 'pass')),
  unix: (text, host) => {
    const lines = text
      .split('\n')
      .filter((line) => line.startsWith(`${hostLabel(host)}:`) || line.includes(` [${hostLabel(host)}]`));
    return lines
      .flatMap((line) => line.match(/: (pass|fail|unknown|waived|notapplicable): /)?.[1] ?? [])
      .map((status) => (status === 'waived' ? 'pass' : status));
  },
  github: (text, host) =>
    text
      .split('\n')
      .filter((line) => line.includes(`::${hostLabel(host)}:`))
      .flatMap((line) => {
        const [, word = ''] = line.match(/^::\w+ title=CIS 1\.2\.4 ([A-Z ]+(?: \(waived\))?)(?:,|::)/) ?? [];
        return WORDS[word] ?? [];
      }),
  junit: (text, host) => {
    const suites = [...text.matchAll(/<testsuite name="([^"]*)".*?<\/testsuite>/gs)];
    const [suite = ''] = suites.find(([, name = '']) => name.startsWith(`${hostLabel(host)}: `)) ?? [];
    return suite
      .split('<testcase ')
      .slice(1)
      .map((one) => {
        if (one.includes('<failure')) return 'fail';
        if (one.includes('<error')) return 'unknown';
        return one.includes('<skipped') && !one.includes('"waived until') ? 'notapplicable' : 'pass';
      });
  },
  sarif: (text, host) => {
    const [run] = JSON.parse(text).runs;
    const all = run.results as { level: string; message: { text: string }; suppressions: object[] }[];
    const results = all.filter(
      ({ message, suppressions }) =>
        message.text.startsWith(`${hostLabel(host)}`) && suppressions.length === 0,
    );
    return results.length === 0
      ? ['pass', 'notapplicable']
      : results.map(({ level }) => (level === 'error' ? 'fail' : 'unknown'));
  },
  prometheus: (text, { cluster, host }) => {
    const labels = `{${cluster === null ? '' : `cluster="${cluster}",`}host="${host}"}`;
    const line = text.split('\n').find((one) => one.startsWith(`kubelet_https_audit_status${labels} `)) ?? '';
    return VALUES[Number(line.slice(-1))] === undefined ? [] : [VALUES[Number(line.slice(-1))] as string];
  },
  policyreport: policyRecords,
  openreports: policyRecords,
  hdf: (text, host) => {
    const profiles = JSON.parse(text).profiles as {
      name: string;
      controls: { results: { status: string }[]; waiver_data?: object }[];
    }[];
    const own = profiles.filter(({ name }) => name === `kubelet-https-audit ${hostLabel(host)}`);
    return own
      .flatMap(({ controls }) => controls)
      .flatMap(({ results, waiver_data }) =>
        waiver_data === undefined ? results.map(({ status }) => HDF[status] ?? status) : ['pass'],
      );
  },
};

const HDF: Readonly<Record<string, string>> = {
  passed: 'pass',
  failed: 'fail',
  error: 'unknown',
  skipped: 'notapplicable',
};
const POLICY: Readonly<Record<string, string>> = { warn: 'pass', error: 'unknown', skip: 'notapplicable' };

function policyRecords(text: string, { cluster, host }: HostResult): string[] {
  const items = JSON.parse(text).items as { results: { result: string; properties?: Json }[] }[];
  return items
    .flatMap(({ results }) => results)
    .filter(({ properties = {} }) => properties.host === host && (properties.cluster ?? null) === cluster)
    .map(({ result, properties = {} }) =>
      'waivedUntil' in properties ? 'pass' : (POLICY[result] ?? result),
    );
}

function rowsOf(text: string, pattern: RegExp, host: HostResult): string[] {
  return [...text.matchAll(pattern)].flatMap(([, word = '', label]) =>
    label === hostLabel(host) ? (WORDS[word] ?? []) : [],
  );
}

function ofHost(records: readonly Json[], { cluster, host }: HostResult): Json[] {
  return records.filter((one) => one.host === host && one.cluster === cluster);
}
