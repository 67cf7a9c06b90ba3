import type { Argument } from './argument.ts';
import type { Invocation } from './invocation.ts';
import type { Release } from './release.ts';

/** What is known about a server in addition to its flags. */
export interface ServerContext {
  readonly release: Release | undefined;
  readonly boundaries: Invocation['boundaries'];
}

export interface ArgumentToRemove {
  readonly argument: Argument;
  /** Its text, without what may be a secret. */
  readonly shown: string;
  /** False where it may be the value of an unrecognised flag before it. */
  readonly isCertain: boolean;
}

/** A row of a table that `explain` prints. */
export type Row = readonly [key: string, value: string];

/** The text of a requirement of the benchmark. */
export interface Control {
  readonly id: string;
  readonly benchmark: string;
  readonly title: string;
  readonly profile: string;
  readonly rationale: string;
  readonly audit: string;
  readonly remediation: string;
  readonly impact: string;
  readonly defaultValue: string;
  readonly references: readonly string[];
  /** Its number in each edition of the benchmark. */
  readonly editions: readonly Row[];
  /** What the servers of each release do. */
  readonly releases: readonly Row[];
  readonly related: readonly Row[];
  /** The value that satisfies it, as evidence shows it. */
  readonly expected: string;
}
