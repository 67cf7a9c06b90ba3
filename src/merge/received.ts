import { type HostName, MAX_NAME, type ReceivedReport, worstStatus } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import { strictStatus } from '../model/strict.ts';
import type { Status, VerdictStatus } from '../model/verdict.ts';
import type { JsonReport } from './json-report.ts';

/** Where a report was read. */
export interface Source {
  readonly path: string;
  readonly line: number;
}

/** Whether a text can name a host or cluster: printable, on one line, and of a length that DNS allows. */
export function isName(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && text.length <= MAX_NAME && printable(text) === text;
}

function quoted(name: unknown): string {
  const text = typeof name === 'string' ? name : (JSON.stringify(name) ?? '');
  return `'${text.length > MAX_NAME ? `${text.slice(0, 40)}…` : text}'`;
}

/** The host that a report names; a phrase where it names none. A slash separates a cluster from a host. */
export function nameIn({ cluster, host }: Readonly<Record<string, unknown>>): HostName | string {
  if (host === null || host === undefined) return 'does not name its host';
  if (!isName(host) || host.includes('/')) return `its host name is not valid: ${quoted(host)}`;
  if (cluster === null || cluster === undefined || cluster === '') return { cluster: null, host };
  if (!isName(cluster)) return `its cluster name is not valid: ${quoted(cluster)}`;
  return { cluster, host };
}

/** A report that was read, with what the merge has to know about it. */
export function receivedReport(report: JsonReport, name: HostName, { path, line }: Source): ReceivedReport {
  const claimed = worstClaim(report);
  return {
    name,
    auditedAt: Date.parse(report.auditedAt),
    ...claimed,
    hasWarnings: report.findings.some(({ warnings }) => warnings.length > 0),
    strictStatus: strictStatusOf(report, claimed.status),
    toolVersion: report.tool.version,
    source: path,
    line,
    text: inOnePart(JSON.stringify(report)),
  };
}

function strictStatusOf({ findings }: JsonReport, status: Status): Status {
  const passing = findings.filter((finding) => finding.status === 'pass');
  return worstStatus([status, ...passing.map(({ warnings }) => strictStatus(warnings))]) ?? status;
}

/**
 * The same text. V8 joins the parts of one when it is first read; if that happens late, the parts of many reports are
 * garbage that it does not collect for long.
 */
function inOnePart(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** The worst that a report says anywhere; and a phrase for where it says it, if that is not its status. */
function worstClaim(report: JsonReport): { readonly status: Status; readonly contradiction?: string } {
  const { status, exitStatus, summary, findings, problems } = report;
  const has = (wanted: VerdictStatus) => findings.some((finding) => finding.status === wanted);
  const claims: readonly (readonly [is: boolean, status: Status, words: string])[] = [
    [status === 'fail', 'fail', ''],
    [has('fail'), 'fail', 'has a finding that fails'],
    [exitStatus === 1, 'fail', 'has exit status 1'],
    [summary.fail > 0, 'fail', 'has a summary that counts a failure'],
    [status === 'unknown', 'unknown', ''],
    [has('unknown'), 'unknown', 'has a finding that is unknown'],
    [problems.length > 0, 'unknown', 'has problems'],
    [exitStatus === 2, 'unknown', 'has exit status 2'],
    [summary.unknown > 0, 'unknown', 'has a summary that counts what is unknown'],
    [status === 'pass' && findings.length === 0, 'unknown', 'has no finding'],
    [status === 'pass' && exitStatus === 3, 'unknown', 'has exit status 3'],
    [status === 'notapplicable' && findings.length > 0, 'unknown', 'has findings'],
    [!isSummaryOf(report), 'unknown', 'has a summary of other findings'],
  ];
  const [, worst = status, words = ''] = claims.find(([is]) => is) ?? [];
  return { status: worst, ...(words !== '' && { contradiction: `says ${status}, but ${words}` }) };
}

function isSummaryOf({ summary, findings }: JsonReport): boolean {
  return findings.length === summary.pass + summary.fail + summary.unknown;
}
