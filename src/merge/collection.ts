import { type FleetProblem, type HostName, hostLabel, type ReceivedReport } from '../model/fleet.ts';
import type { Waiver } from '../model/waiver.ts';
import type { ListedHost } from './expected-hosts.ts';
import { type Candidates, HostReports, type LeftOut } from './host-reports.ts';
import { ProblemList } from './problem-list.ts';

/** How far the clock of a host may be ahead of this one. */
const MAX_AHEAD = 5 * 60 * 1000;

/**
 * What has been received so far. The order in which it comes makes no difference, nor does receiving it twice, or in
 * parts that were merged before: so that merging merges is merging everything.
 */
export class Collection {
  readonly #hosts = new Map<string, HostReports>();
  readonly #problems = new ProblemList();
  readonly #expected = new Map<string, HostName>();
  readonly #lines = new Map<string, ListedHost>();
  #isExpecting = false;
  #maxAgeSeconds: number | undefined;
  #isStrict: boolean;
  readonly now: Date;
  /** Of this merge; what an earlier one accepted comes with its reports. */
  readonly waivers: readonly Waiver[];

  constructor(now: Date, isStrict = false, waivers: readonly Waiver[] = []) {
    this.now = now;
    this.#isStrict = isStrict;
    this.waivers = waivers;
  }

  get hosts(): readonly Candidates[] {
    return [...this.#hosts.values()].map(({ candidates }) => candidates);
  }

  get problems(): readonly FleetProblem[] {
    return this.#problems.all;
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

  addReport(report: ReceivedReport, leftOut: LeftOut = {}): void {
    const isAhead = report.auditedAt > this.now.getTime() + MAX_AHEAD;
    if (isAhead) this.addProblem(clockProblem(report));
    const key = hostLabel(report.name);
    let host = this.#hosts.get(key);
    if (host === undefined) {
      host = new HostReports(report.name);
      this.#hosts.set(key, host);
    }
    host.add(report, isAhead, leftOut);
  }

  addProblem(problem: FleetProblem): void {
    this.#problems.add(problem);
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

function clockProblem({ source, line, auditedAt }: ReceivedReport): FleetProblem {
  return {
    code: 'clock',
    path: source,
    line,
    message: `is dated ${new Date(auditedAt).toISOString()}, in the future`,
    hint: 'Check the clocks of that host and of this one.',
  };
}
