import type { ApiServer, SetAside } from './api-server.ts';
import type { Invocation } from './invocation.ts';
import type { AuditError, Problem } from './problem.ts';

export type SourceName = 'procfs' | 'ps-list' | 'ps text' | 'files';

/** What a source found. Only invocations that mention an API server are handed on. */
export interface Scan {
  readonly source: SourceName;
  /** The name of the host, null where it is not known; absent for the one this runs on. */
  readonly hostName?: string | null;
  /** How many processes were looked at, those without a mention included. */
  readonly processes: number;
  /** How many files were looked at, process lists not counted. */
  readonly files?: number;
  readonly invocations: readonly Invocation[];
  readonly problems: readonly Problem[];
  /** The kubelets among the processes: they say where static pods are. */
  readonly kubelets?: readonly Invocation[];
  /** Files that mention an API server, or were not read, and start none. */
  readonly setAside?: readonly SetAside[];
  /** What there is to know about how it was examined, one sentence. */
  readonly note?: string;
  /** Why finding no API server here proves nothing; absent where the source sees every process. */
  readonly blindSpot?: Problem;
}

export type KubeletState = 'running' | 'not running' | 'unknown';

/** All that a run found: a scan with its API servers detected, and what the files of the host add. */
export interface Discovery {
  readonly scan: Scan;
  readonly servers: readonly ApiServer[];
  readonly setAside: readonly SetAside[];
  /** What manifests of the host define that is not running. */
  readonly notRunning: readonly ApiServer[];
  /** Whether a kubelet runs, which starts a static pod again when its manifest changes; absent where none is looked for. */
  readonly kubelet?: KubeletState;
  readonly problems: readonly Problem[];
  /** The files of the host that were read, without those of /proc; absent where they were not looked at. */
  readonly hostFiles?: FileIdentities;
  /** The directory that the paths of host files are below: where this process has the root of the host. */
  readonly base?: string;
  /** Why nothing could be found at all; then it is a problem too. */
  readonly failure?: AuditError;
}

/** Which file was found at a path, `device:inode`: several where processes see different ones. */
export type FileIdentities = ReadonlyMap<string, ReadonlySet<string>>;

/** Contents to read in place of those of the files at these paths. */
export type ReplacedFiles = ReadonlyMap<string, Buffer>;
