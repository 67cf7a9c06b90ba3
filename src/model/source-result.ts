import type { Invocation } from './invocation.ts';
import type { Problem } from './problem.ts';

export type SourceName = 'procfs' | 'ps-list' | 'ps text';

/** What a source found. Only invocations that mention an API server are handed on. */
export interface SourceResult {
  readonly source: SourceName;
  /** The name of the host, null where it is not known; absent for the one this runs on. */
  readonly hostName?: string | null;
  /** How many processes were looked at, those without a mention included. */
  readonly processes: number;
  readonly invocations: readonly Invocation[];
  readonly problems: readonly Problem[];
  /** Why finding no API server here proves nothing; absent where the source sees every process. */
  readonly blindSpot?: Problem;
}
