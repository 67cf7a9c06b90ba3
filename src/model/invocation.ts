import type { Argument } from './argument.ts';

/** A process of the audited host. What could not be learned is null. */
export interface ProcessOrigin {
  readonly kind: 'process';
  readonly pid: number;
  /** Effective user id. */
  readonly uid: number | null;
  readonly executable: string | null;
}

/** A line of a saved process list; `path` is `-` for standard input, `line` counts from 1. */
export interface PsOrigin {
  readonly kind: 'ps';
  readonly path: string;
  readonly line: number;
  readonly pid: number | null;
}

export type Origin = ProcessOrigin | PsOrigin;

/** Why the arguments that count are not in an argument list. */
export interface HiddenArguments {
  /** One sentence: why they are hidden and where they are. */
  readonly reason: string;
  /** What to look at instead. */
  readonly hint: string;
}

/** An argument list and where it comes from. */
export interface Invocation {
  readonly origin: Origin;
  readonly arguments: readonly Argument[];
  /** Lost where the list was split at blanks because its source had joined it. */
  readonly boundaries: 'kept' | 'lost';
  /** The executable exists, and this user may not know which it is. */
  readonly isExecutableForbidden?: true;
  /** Set where its source did not give it whole. */
  readonly hidden?: HiddenArguments;
}
