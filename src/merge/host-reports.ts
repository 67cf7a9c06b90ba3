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
  #newest = new DistinctReports();
  readonly #ahead = new DistinctReports();
  #time = Number.NEGATIVE_INFINITY;
  #hasSuperseded = false;
  #supersededFailure: SupersededReport | undefined;

  constructor(name: HostName) {
    this.#name = name;
  }

  get candidates(): Candidates {
    return {
      name: this.#name,
      reports: this.#newest.all,
      ahead: this.#ahead.all,
      hasSuperseded: this.#hasSuperseded,
      supersededFailure: this.#supersededFailure,
    };
  }

  add(report: ReceivedReport, isAhead: boolean, { hasSuperseded = false, supersededFailure }: LeftOut): void {
    this.#hasSuperseded ||= hasSuperseded;
    if (supersededFailure) this.#noteFailure(supersededFailure);
    if (isAhead) this.#ahead.add(report);
    else if (report.auditedAt < this.#time) this.#supersede([report]);
    else {
      if (report.auditedAt > this.#time) {
        this.#supersede(this.#newest.all);
        this.#newest = new DistinctReports();
        this.#time = report.auditedAt;
      }
      this.#newest.add(report);
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

/** Reports, each content once. */
class DistinctReports {
  readonly #first: ReceivedReport[] = [];
  /** By their texts, which are asked for where there are several. */
  #byText: Map<string, ReceivedReport> | undefined;

  get all(): readonly ReceivedReport[] {
    return this.#byText ? distinct(this.#byText) : this.#first;
  }

  add(report: ReceivedReport): void {
    if (this.#byText) put(this.#byText, report);
    else if (this.#first.length === 0) this.#first.push(report);
    else {
      this.#byText = new Map();
      for (const one of [...this.#first, report]) put(this.#byText, one);
    }
  }
}

function put(reports: Map<string, ReceivedReport>, report: ReceivedReport): void {
  const text = report.content.oneLine;
  const before = reports.get(text);
  if (before === undefined) reports.set(text, report);
  else {
    const [first, second] = compareSources(report, before) < 0 ? [report, before] : [before, report];
    reports.set(text, joined(first, second));
  }
}

/** Each content once, from the first of its places, whatever the order of its keys. */
function distinct(reports: ReadonlyMap<string, ReceivedReport>): ReceivedReport[] {
  if (reports.size < 2) return [...reports.values()];
  const byContent = new Map<string, ReceivedReport>();
  const sorted = [...reports.values()].sort(
    (a, b) => compareSources(a, b) || (a.content.oneLine < b.content.oneLine ? -1 : 1),
  );
  for (const report of sorted) {
    // How it names its host is no content.
    const content = canonicalJson({ ...(report.content.json as object), ...report.name });
    const first = byContent.get(content);
    byContent.set(content, first === undefined ? report : joined(first, report));
  }
  return [...byContent.values()];
}

function compareSources(a: SupersededReport, b: SupersededReport): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.line - b.line;
}
