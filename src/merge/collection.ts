import { type FleetProblem, type HostName, hostLabel, type ReceivedReport } from '../model/fleet.ts';
import type { ListedHost } from './expected-hosts.ts';

/** How far the clock of a host may be ahead of this one. */
const MAX_AHEAD = 5 * 60 * 1000;

/** The reports of one host that still count. */
export interface Candidates {
  readonly name: HostName;
  /** Several where they are of the same time and differ. */
  readonly reports: readonly ReceivedReport[];
  /** They are from the future, and no other report is there. */
  readonly isAhead: boolean;
  readonly hasSuperseded: boolean;
}

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

  /** @param hasSuperseded an earlier merge left out older reports of the host */
  addReport(report: ReceivedReport, hasSuperseded = false): void {
    const isAhead = report.auditedAt > this.now.getTime() + MAX_AHEAD;
    if (isAhead) this.addProblem(clockProblem(report));
    const added = { name: report.name, reports: [report], isAhead, hasSuperseded };
    const key = hostLabel(report.name);
    const before = this.#hosts.get(key);
    this.#hosts.set(key, before === undefined ? added : newest(before, added));
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

/** The newest of two that are not from the future; both where they are of the same time and differ. */
function newest(one: Candidates, other: Candidates): Candidates {
  const hasSuperseded = one.hasSuperseded || other.hasSuperseded;
  const order = Number(other.isAhead) - Number(one.isAhead) || timeOf(one) - timeOf(other);
  if (order === 0) return { ...one, reports: distinct([...one.reports, ...other.reports]), hasSuperseded };
  const [counts, older] = order > 0 ? [one, other] : [other, one];
  // What is from the future is a problem already.
  return { ...counts, hasSuperseded: hasSuperseded || !older.isAhead };
}

function timeOf({ reports: [first] }: Candidates): number {
  return first?.auditedAt ?? 0;
}

/** Each content once, from the first of its places. */
function distinct(reports: readonly ReceivedReport[]): ReceivedReport[] {
  const byText = new Map<string, ReceivedReport>();
  for (const report of [...reports].sort(compareSources)) {
    if (!byText.has(report.text)) byText.set(report.text, report);
  }
  return [...byText.values()];
}

function compareSources(a: ReceivedReport, b: ReceivedReport): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.line - b.line || (a.text < b.text ? -1 : 1);
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
