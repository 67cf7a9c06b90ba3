import type { Argument } from './argument.ts';
import type { FlagSet } from './flag-set.ts';
import type { Invocation } from './invocation.ts';
import type { Release } from './release.ts';
import type { Remedy } from './target.ts';
import type { Verdict } from './verdict.ts';

/** What is known about a server beside its flags. */
export interface Circumstances {
  readonly release: Release | undefined;
  readonly boundaries: Invocation['boundaries'];
}

export interface ArgumentToRemove {
  readonly argument: Argument;
  /** False where it may be the value of a flag before it that is not known. */
  readonly isCertain: boolean;
}

/** A row of a table that `explain` prints. */
export type Row = readonly [key: string, value: string];

/** A requirement of the benchmark: its text, and how it is judged. */
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
  /** Whether a text speaks of the flag, wherever it stands in an argument. */
  isMentionedIn(text: string): boolean;
  /**
   * The remediation for a place of its own; undefined where nothing is known to edit.
   *
   * @param places where the flag is written, `path:line` each
   */
  remediationAt(remedy: Remedy, places: readonly string[]): string | undefined;
  /** Every argument that has to go so that the flag is gone. */
  argumentsToRemove(flags: FlagSet): readonly ArgumentToRemove[];
  evaluate(flags: FlagSet, circumstances: Circumstances): Verdict;
}
