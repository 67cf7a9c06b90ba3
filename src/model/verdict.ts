import type { FilePosition, Span } from './argument.ts';
import type { VerdictStatus } from './status.ts';

export type WarningCode =
  | 'flag-ignored'
  | 'flag-removed'
  | 'flag-deprecated'
  | 'flag-repeated'
  | 'stray-argument'
  | 'executable-differs'
  | 'boundaries-lost'
  | 'drift'
  | 'stray-manifest';

/** Worth knowing beside the verdict: a code for scripts, a sentence for people. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  /** The place in a file that it speaks of. */
  readonly place?: FilePosition;
}

/** An argument the control is about. */
export interface EvidenceArgument {
  readonly index: number;
  readonly text: string;
  /** What the server makes of it; null where it is no Go bool. */
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
  readonly evidence: Evidence;
  readonly warnings: readonly Warning[];
}
