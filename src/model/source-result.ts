import type { Invocation } from './invocation.ts';
import type { Problem } from './problem.ts';
import type { SetAside } from './api-server.ts';

export type SourceName = 'procfs' | 'ps-list' | 'ps text' | 'files';

/** What a source found. Only invocations that mention an API server are handed on. */
export interface SourceResult {
  readonly source: SourceName;
  /** The name of the host, null where it is not known; absent for the one this runs on. */
  readonly hostName?: string | null;
  /** How many processes were looked at, those without a mention included. */
  readonly processes: number;
  /** How many files were looked at, process lists not counted. */
  readonly files?: number;
  /** Whether the host has a kubelet, or a directory of static pods; absent where that is not known. */
  readonly mayHaveStaticPods?: boolean;
  /** The files of the host that were read besides /proc. */
  readonly hostFiles?: readonly string[];
  readonly invocations: readonly Invocation[];
  readonly problems: readonly Problem[];
  /** The kubelets among the processes: they say where static pods are. */
  readonly kubelets?: readonly Invocation[];
  /** Files that mention an API server, or were not read, and start none. */
  readonly setAside?: readonly SetAside[];
  /** Why finding no API server here proves nothing; absent where the source sees every process. */
  readonly blindSpot?: Problem;
}
