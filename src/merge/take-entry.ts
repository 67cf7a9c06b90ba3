import { hostLabel, type ReceivedReport, worstStatus } from '../model/fleet.ts';
import { printable, printableTexts } from '../model/printable.ts';
import type { Status } from '../model/verdict.ts';
import { MERGE_AGAIN, problemOf } from './faults.ts';
import type { LeftOut } from './host-reports.ts';
import { type AcceptedFinding, unwaivedStatus, waivedStatus } from './open-findings.ts';
import type { Source } from './received.ts';
import { ENTRY_SHAPE } from './report-shape.ts';
import { faultOf, isRecord } from './shape.ts';
import { expectedHost, type Parsed, type TakeContext, type Taken, takeReport } from './take-report.ts';

type Json = Parsed['json'];

/** An element of the reports of a fleet. */
export interface TakenEntry {
  readonly items: readonly Taken[];
  /** What it says of its host; undefined where it is no entry. */
  readonly status: Status | undefined;
  readonly isReceived: boolean;
}

/** What JSON with `ENTRY_SHAPE` says of a host besides its reports. */
interface JsonEntry {
  readonly status: Status;
  readonly reported: Status | null;
  readonly reason?: string;
  readonly superseded?: boolean;
  readonly supersededFailure?: {
    readonly auditedAt: string;
    readonly source: string;
    readonly line: number;
  };
}

/** The reports of one host in a merged report, and where the entry says what they do not. */
export function takeEntry(
  { json, line, isPrintable }: Parsed,
  path: string,
  context: TakeContext,
): TakenEntry {
  const here = { path, line };
  const fault = faultOf(json, ENTRY_SHAPE);
  if (fault !== undefined) {
    const message = `is not an entry of a merged report: ${fault}`;
    return { items: [notAReport(here, message)], status: undefined, isReceived: false };
  }
  // Its shape has been checked.
  const entry = json as unknown as JsonEntry;
  const leftOut = leftOutOf(entry);
  const take = ({ report, source, accepted }: Placed) =>
    takeReport(report, source ?? here, { isPrintable, leftOut, accepted }, context);
  const taken = [json, ...recordsIn(json.conflicting)].flatMap(placedReport).map(take);
  const ahead = recordsIn(json.ahead).flatMap(placedReport).map(take);
  const name = expectedHost(json, here);
  if (name.kind !== 'expected') {
    return { items: [...taken, ...ahead, name], status: entry.status, isReceived: taken.length > 0 };
  }
  const contradiction = contradictionOf(hostLabel(name.name), entry, taken, ahead);
  const items = [
    ...(taken.length > 0 ? taken : [name]),
    ...ahead,
    ...(contradiction === undefined ? [] : [notAReport(here, contradiction)]),
  ];
  return { items, status: entry.status, isReceived: taken.length > 0 };
}

function leftOutOf({ superseded = false, supersededFailure }: JsonEntry): LeftOut {
  if (supersededFailure === undefined) return { hasSuperseded: superseded };
  const { auditedAt, source, line } = supersededFailure;
  const failure = { auditedAt: Date.parse(auditedAt), source: printable(source), line };
  return { hasSuperseded: superseded, supersededFailure: failure };
}

interface Placed {
  readonly report: Json;
  readonly source: Source | undefined;
  readonly accepted: readonly AcceptedFinding[];
}

function recordsIn(list: unknown): Json[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function placedReport({ report, source, line, waivers }: Json): Placed[] {
  if (!isRecord(report)) return [];
  const isPlaced = typeof source === 'string' && typeof line === 'number';
  // Its shape has been checked.
  const accepted = printableTexts((waivers ?? []) as readonly AcceptedFinding[]);
  return [{ report, source: isPlaced ? { path: printable(source), line } : undefined, accepted }];
}

function notAReport(source: Source, message: string): Taken {
  return { kind: 'problem', problem: problemOf('not-a-report', source, { message, hint: MERGE_AGAIN }) };
}

/** A phrase for where an entry does not say what its reports do. */
function contradictionOf(
  label: string,
  { status, reported, reason }: JsonEntry,
  taken: readonly Taken[],
  ahead: readonly Taken[],
): string | undefined {
  const [reports, later] = [reportsOf(taken), reportsOf(ahead)];
  // What is no report is a problem already.
  if (reports.length + later.length < taken.length + ahead.length) return undefined;
  const other = [...reports, ...later].find(({ name }) => hostLabel(name) !== label);
  if (other) return `has an entry of ${label} with a report of ${hostLabel(other.name)}`;
  const [only, ...others] = reports;
  const own = (others.length === 0 && only?.status) || null;
  if (reported !== own) return `has an entry of ${label} that says ${reported} of a report that says ${own}`;
  // What was accepted may have ended before that merge, or since.
  const worsts = [waivedStatus, unwaivedStatus].map((statusOf) => {
    const isFailing = later.some((report) => statusOf(report) === 'fail');
    return isFailing ? 'fail' : worstStatus(reports.map(statusOf));
  });
  // With --strict, warnings fail beside any reason.
  const byWarnings = reports.some(({ hasWarnings }) => hasWarnings) ? (['fail'] as const) : [];
  const possible = [...new Set([...worsts.flatMap((worst) => statusesOf(worst, reason)), ...byWarnings])];
  if (possible.includes(status)) return undefined;
  return `has an entry of ${label} that is ${status} in place of ${possible.join(' or ')}`;
}

function reportsOf(items: readonly Taken[]): ReceivedReport[] {
  return items.flatMap((item) => (item.kind === 'report' ? [item.report] : []));
}

/** What a host can come to whose reports say no worse than that. */
function statusesOf(worst: Status | undefined, reason: string | undefined): readonly Status[] {
  if (worst === 'fail' || reason === 'warnings' || reason === 'waiver-expired') return ['fail'];
  return worst === undefined || (reason !== undefined && reason !== 'waived') ? ['unknown'] : [worst];
}
