import type { HostName, ReceivedReport, SupersededReport } from '../model/fleet.ts';
import { canonicalJson } from './inspect-json.ts';
import { joined } from './open-findings.ts';

/** The reports of one host that still count. */
export interface Candidates {
  readonly name: HostName;
  /** The newest; several where they are of the same time and differ. */
  readonly reports: readonly ReceivedReport[];
  /** Every report from the future: it is not known which are. */
  readonly ahead: readonly ReceivedReport[];
  readonly hasSuperseded: boolean;
  readonly supersededFailure: SupersededReport | undefined;
}

/** What an earlier merge left out. */
export type LeftOut = Partial<Pick<Candidates, 'hasSuperseded' | 'supersededFailure'>>;

/** The reports of one host as they come. */
export class HostReports {
  readonly #name: HostName;
  /** The newest of them, by their texts. */
  readonly #newest = new Map<string, ReceivedReport>();
  readonly #ahead = new Map<string, ReceivedReport>();
  #time = Number.NEGATIVE_INFINITY;
  #hasSuperseded = false;
  #supersededFailure: SupersededReport | undefined;

  constructor(name: HostName) {
    this.#name = name;
  }

  get candidates(): Candidates {
    return {
      name: this.#name,
      reports: distinct(this.#newest),
      ahead: distinct(this.#ahead),
      hasSuperseded: this.#hasSuperseded,
      supersededFailure: this.#supersededFailure,
    };
  }

  add(report: ReceivedReport, isAhead: boolean, { hasSuperseded = false, supersededFailure }: LeftOut): void {
    this.#hasSuperseded ||= hasSuperseded;
    if (supersededFailure) this.#noteFailure(supersededFailure);
    if (isAhead) put(this.#ahead, report);
    else if (report.auditedAt < this.#time) this.#supersede([report]);
    else {
      if (report.auditedAt > this.#time) {
        this.#supersede([...this.#newest.values()]);
        this.#newest.clear();
        this.#time = report.auditedAt;
      }
      put(this.#newest, report);
    }
  }

  #supersede(reports: readonly ReceivedReport[]): void {
    if (reports.length > 0) this.#hasSuperseded = true;
    if (this.#name.cluster !== null) return;
    for (const report of reports) if (report.status === 'fail') this.#noteFailure(report);
  }

  /** The newest, from the first of its places. */
  #noteFailure({ auditedAt, source, line }: SupersededReport): void {
    const before = this.#supersededFailure;
    const noted = { auditedAt, source, line };
    const isFirst =
      before === undefined || (before.auditedAt - auditedAt || compareSources(noted, before)) < 0;
    if (isFirst) this.#supersededFailure = noted;
  }
}

function put(reports: Map<string, ReceivedReport>, report: ReceivedReport): void {
  const before = reports.get(report.text);
  if (before === undefined) reports.set(report.text, report);
  else {
    const [first, second] = compareSources(report, before) < 0 ? [report, before] : [before, report];
    reports.set(report.text, joined(first, second));
  }
}

/** Each content once, from the first of its places, whatever the order of its keys. */
function distinct(reports: ReadonlyMap<string, ReceivedReport>): ReceivedReport[] {
  if (reports.size < 2) return [...reports.values()];
  const byContent = new Map<string, ReceivedReport>();
  const sorted = [...reports.values()].sort((a, b) => compareSources(a, b) || (a.text < b.text ? -1 : 1));
  for (const report of sorted) {
    // How it names its host is no content.
    const content = canonicalJson({ ...JSON.parse(report.text), ...report.name });
    const first = byContent.get(content);
    byContent.set(content, first === undefined ? report : joined(first, report));
  }
  return [...byContent.values()];
}

function compareSources(a: SupersededReport, b: SupersededReport): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.line - b.line;
}
