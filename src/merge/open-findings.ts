import type { HostName, OpenFinding, ReceivedReport } from '../model/fleet.ts';
import { strictStatus } from '../model/strict.ts';
import type { Status } from '../model/verdict.ts';
import { type AcceptedRisk, isExpired, type Waiver } from '../model/waiver.ts';
import { matches } from '../waivers/matches.ts';
import { type JsonReport, toFinding } from './json-report.ts';

/** What a merge accepted of a report, each with the index of its finding. */
export type AcceptedFinding = AcceptedRisk & { readonly finding: number };

/** The findings of a report that fail, or would with --strict, and what accepts each. */
export function openFindings(
  { findings }: JsonReport,
  name: HostName,
  waivers: readonly Waiver[],
  accepted: readonly AcceptedFinding[],
): OpenFinding[] {
  return findings.flatMap((finding, index) => {
    const { status, warnings, waiver } = finding;
    if (status === 'unknown' || (status === 'pass' && strictStatus(warnings) !== 'fail')) return [];
    const before = accepted.filter((one) => one.finding === index);
    const own = waivers.filter((one) => matches(one, toFinding(finding), name));
    const embedded = status === 'fail' && waiver !== undefined ? { waiver } : {};
    return [{ index, status, ...embedded, accepted: [...before, ...own] }];
  });
}

interface When {
  readonly now: Date;
  readonly isStrict: boolean;
}

function risksOf({ waiver, accepted }: OpenFinding): readonly AcceptedRisk[] {
  return waiver === undefined ? accepted : [waiver, ...accepted];
}

/** The findings that fail, whether they are accepted or not. */
export function failing({ open }: ReceivedReport, isStrict: boolean): OpenFinding[] {
  return open.filter(({ status }) => status === 'fail' || isStrict);
}

/** What a report comes to, with what is accepted of it at that time. */
export function acceptedStatus(report: ReceivedReport, { now, isStrict }: When): Status {
  const isOpen = (one: OpenFinding) => risksOf(one).every((risk) => isExpired(risk, now));
  if (failing(report, isStrict).some(isOpen)) return 'fail';
  return isStrict ? report.strictlyBesides : report.besides;
}

/** What a report comes to while everything holds that accepts it. */
export function waivedStatus({ open, besides }: ReceivedReport): Status {
  return open.some((one) => one.status === 'fail' && risksOf(one).length === 0) ? 'fail' : besides;
}

/** What it comes to when nothing does any more. */
export function unwaivedStatus({ open, besides }: ReceivedReport): Status {
  return open.some(({ status }) => status === 'fail') ? 'fail' : besides;
}

/** The same report received twice, with all that was accepted of either. */
export function joined(one: ReceivedReport, other: ReceivedReport): ReceivedReport {
  const open = one.open.map((finding, index) => ({
    ...finding,
    accepted: [...finding.accepted, ...(other.open[index]?.accepted ?? [])],
  }));
  return { ...one, open };
}
