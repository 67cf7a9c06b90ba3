import {
  type FleetProblem,
  type HostName,
  hostLabel,
  type ReceivedReport,
  type SupersededReport,
} from '../model/fleet.ts';
import type { ListedHost } from './expected-hosts.ts';

/** How far the clock of a host may be ahead of this one. */
const MAX_AHEAD = 5 * 60 * 1000;

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

/**
 * What has been received so far. The order in which it comes makes no difference, nor does receiving it twice, or in
 * parts that were merged before: so that merging merges is merging everything.
 */
export class Collection {
  readonly #hosts = new Map<string, Candidates>();
  readonly #problems = new Map<string, FleetProblem>();
  readonly #expected = new Map<string, HostName>();
  readonly #lines = new Map<string, ListedHost>();
  #isExpecting = false;
  #maxAgeSeconds: number | undefined;
  #isStrict: boolean;
  readonly now: Date;

  constructor(now: Date, isStrict = false) {
    this.now = now;
    this.#isStrict = isStrict;
  }

  get hosts(): readonly Candidates[] {
    return [...this.#hosts.values()];
  }

  get problems(): readonly FleetProblem[] {
    return [...this.#problems.values()];
  }

  /** Whether it is known which hosts must have reported. */
  get isExpecting(): boolean {
    return this.#isExpecting;
  }

  /** Hosts that are expected exactly as they are named. */
  get expected(): readonly HostName[] {
    return [...this.#expected.values()];
  }

  /** Hosts that are expected as lists name them. */
  get lines(): readonly ListedHost[] {
    return [...this.#lines.values()];
  }

  get maxAgeSeconds(): number | undefined {
    return this.#maxAgeSeconds;
  }

  get isStrict(): boolean {
    return this.#isStrict;
  }

  addReport(report: ReceivedReport, { hasSuperseded = false, supersededFailure }: LeftOut = {}): void {
    const isAhead = report.auditedAt > this.now.getTime() + MAX_AHEAD;
    if (isAhead) this.addProblem(clockProblem(report));
    const [reports, ahead] = isAhead ? [[], [report]] : [[report], []];
    const added = { name: report.name, reports, ahead, hasSuperseded, supersededFailure };
    const key = hostLabel(report.name);
    const before = this.#hosts.get(key);
    this.#hosts.set(key, before === undefined ? added : together(before, added));
  }

  addProblem(problem: FleetProblem): void {
    this.#problems.set(JSON.stringify(problem), problem);
  }

  /** @param names without a cluster, those of hosts in none */
  expect(names: readonly HostName[]): void {
    this.#isExpecting = true;
    for (const name of names) this.#expected.set(hostLabel(name), name);
  }

  /** @param lines without a cluster, those of hosts in any */
  expectListed(lines: readonly ListedHost[]): void {
    this.#isExpecting = true;
    for (const line of lines) {
      const label = hostLabel(line);
      if (!this.#lines.has(label)) this.#lines.set(label, line);
    }
  }

  /** The smallest of several counts. */
  limitAge(seconds: number): void {
    this.#maxAgeSeconds = Math.min(seconds, this.#maxAgeSeconds ?? seconds);
  }

  beStrict(): void {
    this.#isStrict = true;
  }
}

/** The newest of both that are not from the future; both where they are of the same time and differ. */
function together(one: Candidates, other: Candidates): Candidates {
  const { name } = one;
  const ahead = distinct([...one.ahead, ...other.ahead]);
  const leftOut = {
    hasSuperseded: one.hasSuperseded || other.hasSuperseded,
    supersededFailure: newestOf([one.supersededFailure, other.supersededFailure]),
  };
  const order = timeOf(one) - timeOf(other);
  if (order === 0) return { name, reports: distinct([...one.reports, ...other.reports]), ahead, ...leftOut };
  const [{ reports }, older] = order > 0 ? [one, other] : [other, one];
  if (older.reports.length === 0) return { name, reports, ahead, ...leftOut };
  const failures = name.cluster === null ? older.reports.filter(({ status }) => status === 'fail') : [];
  const supersededFailure = newestOf([leftOut.supersededFailure, ...failures]);
  return { name, reports, ahead, hasSuperseded: true, supersededFailure };
}

function timeOf({ reports: [first] }: Candidates): number {
  return first?.auditedAt ?? Number.NEGATIVE_INFINITY;
}

/** The newest, from the first of its places. */
function newestOf(reports: readonly (SupersededReport | undefined)[]): SupersededReport | undefined {
  const [newest] = reports
    .filter((report) => report !== undefined)
    .sort((a, b) => b.auditedAt - a.auditedAt || compareSources(a, b));
  return newest && { auditedAt: newest.auditedAt, source: newest.source, line: newest.line };
}

/** Each content once, from the first of its places. */
function distinct(reports: readonly ReceivedReport[]): ReceivedReport[] {
  const byText = new Map<string, ReceivedReport>();
  for (const report of [...reports].sort((a, b) => compareSources(a, b) || (a.text < b.text ? -1 : 1))) {
    if (!byText.has(report.text)) byText.set(report.text, report);
  }
  return [...byText.values()];
}

function compareSources(a: SupersededReport, b: SupersededReport): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.line - b.line;
}

function clockProblem({ source, line, auditedAt }: ReceivedReport): FleetProblem {
  return {
    code: 'clock',
    path: source,
    line,
    message: `is dated ${new Date(auditedAt).toISOString()}, in the future`,
    hint: 'Check the clocks of that host and of this one.',
  };
}
