import type { FilePosition, Span } from './argument.ts';

/** Result words of XCCDF. */
export type Status = 'pass' | 'fail' | 'unknown' | 'notapplicable';

/** The verdict on one server; only a whole run can have none. */
export type VerdictStatus = Exclude<Status, 'notapplicable'>;

const WORST_FIRST = ['fail', 'unknown', 'pass'] as const satisfies readonly VerdictStatus[];

/** The worst of the results; `notapplicable` where there is none. */
export function worstOf(statuses: readonly VerdictStatus[]): Status {
  return WORST_FIRST.find((status) => statuses.includes(status)) ?? 'notapplicable';
}

export type WarningCode =
  | 'flag-ignored'
  | 'flag-removed'
  | 'flag-deprecated'
  | 'flag-repeated'
  | 'stray-argument'
  | 'executable-differs'
  | 'boundaries-lost'
  | 'ignored-lines'
  | 'drift'
  | 'cannot-read'
  | 'stray-manifest'
  | 'not-running'
  | 'waiver-expired'
  | 'waiver-unused';

/** Worth knowing in addition to the verdict: a code for scripts, a sentence for people. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  /** The position in a file that it is about. */
  readonly position?: FilePosition;
}

/** An argument the control is about. */
export interface EvidenceArgument {
  readonly index: number;
  readonly text: string;
  /** What the server makes of it; null where it is not a Go bool. */
  readonly value: boolean | null;
  /** Whether this one decides. */
  readonly effective: boolean;
  /** What it does, to be read after its text. */
  readonly note: string;
  /** Where it is written, if it comes from a file. */
  readonly span?: Span;
  /** The file it is written in, where that is not the target itself. */
  readonly path?: string;
}

export interface Evidence {
  readonly expected: string;
  readonly actual: string;
  readonly arguments: readonly EvidenceArgument[];
}

/** What a control concludes about one argument list. */
export interface Verdict {
  readonly status: VerdictStatus;
  /** One sentence. */
  readonly reason: string;
  /** The reason is why the server refuses to start. */
  readonly isRefused?: true;
  readonly evidence: Evidence;
  readonly warnings: readonly Warning[];
}

/** Whether there is nothing to be said of it but that it passes. */
export function isPlainPass({ status, warnings }: Pick<Verdict, 'status' | 'warnings'>): boolean {
  return status === 'pass' && warnings.length === 0;
}

/** The argument that decides; undefined where the flag is not set, or it is unknown which does. */
export function decisiveArgument({ arguments: args }: Evidence): EvidenceArgument | undefined {
  return args.find(({ effective }) => effective);
}

/** The argument to point at: the one that decides, or the first. */
export function mainArgument(evidence: Evidence): EvidenceArgument | undefined {
  return decisiveArgument(evidence) ?? evidence.arguments[0];
}
