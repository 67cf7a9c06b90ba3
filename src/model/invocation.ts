import type { Argument } from './argument.ts';
import type { Release } from './release.ts';

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

/** A place in a file that will start a program; line and column count from 1. */
export interface FileOrigin {
  readonly kind: 'file';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** The name of the file format. */
  readonly format: string;
  /** What the file describes: `Pod kube-system/kube-apiserver`. */
  readonly object: string | null;
  readonly container: string | null;
}

export type Origin = ProcessOrigin | PsOrigin | FileOrigin;

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
  /** The release that a file names. */
  readonly release?: Release;
  /** The lines of the file, for an excerpt. */
  readonly lines?: readonly string[];
  /** The executable exists, and this user may not know which it is. */
  readonly isExecutableForbidden?: true;
  /** Set where its source did not give it whole. */
  readonly hidden?: HiddenArguments;
}
