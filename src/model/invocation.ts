import type { Argument } from './argument.ts';
import type { Release } from './release.ts';
import type { Warning } from './verdict.ts';

/** What a process is part of, from its cgroup; null for what it is not part of. */
export interface Cgroup {
  /** The systemd service or scope: `kube-apiserver.service`, `session-1.scope`. */
  readonly unit: string | null;
  /** 64 hexadecimal digits. */
  readonly containerId: string | null;
  /** A UUID; 32 hexadecimal digits for a static pod. */
  readonly podUid: string | null;
  /** The ids of the containers around that pod or container, the outermost first; absent without one. */
  readonly within?: readonly string[];
}

/** A process of the audited host; null for what could not be read. */
export interface ProcessOrigin {
  readonly kind: 'process';
  readonly pid: number;
  /** Effective user id. */
  readonly uid: number | null;
  /** Where it differs: that of the user who started a setuid program. */
  readonly realUid?: number;
  readonly executable: string | null;
  /** Absent where it could not be read. */
  readonly cgroup?: Cgroup;
  /** How many PID namespaces deep, 1 in that of its /proc; absent where it could not be read. */
  readonly pidNamespaces?: number;
  /**
   * Set where it is deeper than what a kubelet of its host starts, as in a cluster in a container: the ids of the
   * containers around it that can be seen, the outermost first.
   */
  readonly nestedIn?: readonly string[];
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

/** Where an API server with hidden arguments gets them from. */
export type ArgumentsSource =
  /** Its unit and the configuration of k3s. */
  | { readonly kind: 'k3s' }
  /** One file of arguments, as kubelite reads it, or of OpenShift's `apiServerArguments`. */
  | { readonly kind: 'argument-file' | 'openshift'; readonly path: string };

/** Why the arguments that count are not in an argument list. */
export interface HiddenArguments {
  /** One sentence: why they are hidden and where they are. */
  readonly reason: string;
  /** What to audit instead. */
  readonly hint: string;
  /** Absent where it is unknown. */
  readonly source?: ArgumentsSource;
}

/** What a file says about a container in addition to its arguments. */
export interface Container {
  /** The uid that the file gives to the pod. */
  readonly podUid: string | undefined;
  readonly mounts: readonly Mount[];
}

/** A directory or file of the host in a container. */
export interface Mount {
  readonly inContainer: string;
  readonly onHost: string;
}

/** An argument list and where it comes from. */
export interface Invocation {
  readonly origin: Origin;
  readonly arguments: readonly Argument[];
  /** Lost where the list was split at blanks because its source had joined it. */
  readonly boundaries: 'kept' | 'lost';
  /** The release that a file names, or that a process runs for certain. */
  readonly release?: Release;
  /** The container that a file describes. */
  readonly container?: Container;
  /** Words of variables that its program may use, with flags that only API servers have. */
  readonly environment?: readonly Argument[];
  /** The lines of the file, for an excerpt. */
  readonly lines?: readonly string[];
  /** What to do where its executable exists, but this user may not see which one it is. */
  readonly howToSeeExecutable?: string;
  /** What is to be said of the file that starts it. */
  readonly warnings?: readonly Warning[];
  /** Set where its source did not give all of it. */
  readonly hidden?: HiddenArguments;
  /** What to edit so that it has other arguments, where its source only records those of a running server. */
  readonly editInstead?: string;
  /** Set where more arguments may follow than its source gave: what passes without them is unknown. */
  readonly mayGoOn?: HiddenArguments;
}
