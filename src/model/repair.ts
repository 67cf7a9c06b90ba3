import type { VerdictStatus } from './status.ts';

/** Lines of a text that become others: from one offset to another, and what is left of them. */
export interface ChangedLines {
  readonly start: number;
  readonly end: number;
  readonly left: string;
}

/** A file that has to change. */
export interface Change {
  readonly path: string;
  readonly before: string;
  /** In order; between two of them is a line at least. */
  readonly changed: readonly ChangedLines[];
  /** What else has to be done for the change to count and to last, one sentence each. */
  readonly advice: readonly string[];
}

/** Something that has to change and is left alone, or that could not be told. */
export interface Obstacle {
  /** A file with the lines it speaks of, or a process. */
  readonly where: string;
  readonly reason: string;
  readonly hint: string;
}

/** What has to change so that the API servers pass, and what of it can be done here. */
export interface Repair {
  readonly changes: readonly Change[];
  /** What has to change by hand. */
  readonly byHand: readonly Obstacle[];
  /** What could not be told. */
  readonly undetermined: readonly Obstacle[];
  /** Servers whose files need no change, and that need something else: one sentence each. */
  readonly advice: readonly string[];
  /** How many API servers were found, in files or running. */
  readonly servers: number;
}

/** A file that was changed. */
export interface Written {
  readonly path: string;
  readonly backup: string;
  /** A command that brings the old content back. */
  readonly restore: string;
  readonly notes: readonly string[];
}

/** What the audit says of a file after the change. */
export interface Audited {
  readonly path: string;
  readonly status: VerdictStatus;
  readonly reason: string;
}
