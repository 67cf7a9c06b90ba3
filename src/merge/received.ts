import { type HostName, MAX_NAME, type ReceivedReport, worstStatus } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import { type Outcome, outcomeOf } from '../model/report.ts';
import { strictStatus } from '../model/strict.ts';
import type { Status } from '../model/verdict.ts';
import type { Waiver } from '../model/waiver.ts';
import type { JsonReport } from './json-report.ts';
import { type AcceptedFinding, openFindings } from './open-findings.ts';

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

/** What accepts findings of a report: waivers, and what an earlier merge accepted of it. */
export interface Acceptance {
  readonly waivers: readonly Waiver[];
  readonly accepted: readonly AcceptedFinding[];
}

/** A report that was read, with what the merge has to know about it. */
export function receivedReport(
  report: JsonReport,
  name: HostName,
  { path, line }: Source,
  { waivers, accepted }: Acceptance,
): ReceivedReport {
  const claimed = worstClaim(report);
  const besides = besidesOf(report, claimed);
  return {
    name,
    auditedAt: Date.parse(report.auditedAt),
    ...claimed,
    besides,
    strictlyBesides: strictly(report, besides),
    open: openFindings(report, name, waivers, accepted),
    hasWarnings: report.findings.some(({ warnings }) => warnings.length > 0),
    toolVersion: report.tool.version,
    source: path,
    line,
    text: inOnePart(JSON.stringify(report)),
  };
}

/** Findings that --strict makes unknown count beside those that fail. */
function strictly({ findings }: JsonReport, besides: Status): Status {
  const isBlind = findings.some(
    ({ status, warnings }) => status === 'pass' && strictStatus(warnings) === 'unknown',
  );
  return (isBlind && worstStatus([besides, 'unknown'])) || besides;
}

/**
 * The same text. V8 joins the parts of one when it is first read; if that happens late, the parts of many reports are
 * garbage that it does not collect for long.
 */
function inOnePart(text: string): string {
  text.charCodeAt(0);
  return text;
}

interface Claim {
  readonly status: Status;
  readonly contradiction?: string;
}

/** The worst that a report says anywhere; and a phrase for where it says it, if that is not its status. */
function worstClaim(report: JsonReport): Claim {
  const { status, exitStatus, summary, findings, problems } = report;
  const has = (wanted: Outcome) => findings.some((finding) => outcomeOf(finding) === wanted);
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
  const { pass, fail, unknown, waived = 0 } = summary;
  const isCounted = findings.length === pass + fail + unknown + waived;
  return isCounted && waived === countOf(findings, 'waived');
}

function countOf(findings: JsonReport['findings'], wanted: Outcome): number {
  return findings.filter((finding) => outcomeOf(finding) === wanted).length;
}

/** The worst that a report says where its findings that fail are accepted; no better where it says so elsewhere only. */
function besidesOf(report: JsonReport, { status, contradiction }: Claim): Status {
  const { summary, findings, problems } = report;
  if (status !== 'fail' || contradiction !== undefined) return status;
  const fails = countOf(findings, 'fail');
  if (fails === 0 || fails !== summary.fail || !isSummaryOf(report)) return 'fail';
  const isUnknown = problems.length > 0 || summary.unknown > 0 || countOf(findings, 'unknown') > 0;
  return isUnknown ? 'unknown' : 'pass';
}
