import { type HostName, MAX_NAME, type ReceivedReport, worstStatus } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import { type Outcome, outcomeOf } from '../model/report.ts';
import { strictStatus } from '../model/strict.ts';
import type { Status } from '../model/verdict.ts';
import type { Waiver } from '../model/waiver.ts';
import { type JsonReport, toWarning } from './json-report.ts';
import { type AcceptedFinding, openFindings } from './open-findings.ts';
import type { ReceivedContent } from './received-content.ts';

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
  content: ReceivedContent,
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
    ...onlyWarned(report),
    content,
  };
}

function onlyWarned({ findings }: JsonReport): Pick<ReceivedReport, 'onlyWarned'> {
  const [finding, other] = findings;
  if (finding?.status !== 'pass' || finding.warnings.length === 0 || other) return {};
  const { status, remediation, warnings } = finding;
  return {
    onlyWarned: {
      status,
      ...(remediation !== undefined && { remediation }),
      warnings: warnings.map(toWarning),
    },
  };
}

/** Findings that --strict makes unknown count beside those that fail. */
function strictly({ findings }: JsonReport, besides: Status): Status {
  const isBlind = findings.some(
    ({ status, warnings }) => status === 'pass' && strictStatus(warnings) === 'unknown',
  );
  return (isBlind && worstStatus([besides, 'unknown'])) || besides;
}

interface Claim {
  readonly status: Status;
  readonly contradiction?: string;
}

/** The worst that a report says anywhere; and a phrase for where it says it, if that is not its status. */
function worstClaim(report: JsonReport): Claim {
  const { status, exitStatus, summary, findings, problems } = report;
  const claim = (worst: Status, words: string): Claim => ({
    status: worst,
    contradiction: `says ${status}, but ${words}`,
  });
  const has = (wanted: Outcome) => findings.some((finding) => outcomeOf(finding) === wanted);
  if (status === 'fail') return { status };
  if (has('fail')) return claim('fail', 'has a finding that fails');
  if (exitStatus === 1) return claim('fail', 'has exit status 1');
  if (summary.fail > 0) return claim('fail', 'has a summary that counts a failure');
  if (status === 'unknown') return { status };
  if (has('unknown')) return claim('unknown', 'has a finding that is unknown');
  if (problems.length > 0) return claim('unknown', 'has problems');
  if (exitStatus === 2) return claim('unknown', 'has exit status 2');
  if (summary.unknown > 0) return claim('unknown', 'has a summary that counts what is unknown');
  if (status === 'pass' && findings.length === 0) return claim('unknown', 'has no finding');
  if (status === 'pass' && exitStatus === 3) return claim('unknown', 'has exit status 3');
  if (status === 'notapplicable' && findings.length > 0) return claim('unknown', 'has findings');
  return isSummaryOf(report) ? { status } : claim('unknown', 'has a summary of other findings');
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
