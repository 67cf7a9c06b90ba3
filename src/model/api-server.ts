import type { Argument } from './argument.ts';
import type { HiddenArguments, Invocation, Origin } from './invocation.ts';
import type { Problem } from './problem.ts';
import type { Warning } from './verdict.ts';

/** Where kubeadm and its like, and RKE2, keep static pods. */
export const USUAL_PATHS = ['/etc/kubernetes/manifests', '/var/lib/rancher/rke2/agent/pod-manifests'];

/** Stands for the name of an unknown program. */
export const UNKNOWN_PROGRAM = '(unknown)';

/** An invocation recognised as an API server. */
export interface ApiServer {
  readonly kind: 'api-server';
  readonly invocation: Invocation;
  /** In canonical words: `kube-apiserver`, `hyperkube apiserver`, `k3s server`. */
  readonly program: string;
  /** The arguments that are the server's own, without program, subcommand and wrappers. */
  readonly arguments: readonly Argument[];
  /** Set where the arguments that count are not in the argument list. */
  readonly hidden?: HiddenArguments;
  /** What its host's files will start after a restart; only for a process. */
  readonly afterRestart?: AfterRestart;
  /** Where to fix it on this host, if that is known. */
  readonly whereToFix?: WhereToFix;
  /** A file with its arguments that was changed after it started. */
  readonly changedFile?: string;
  /** A directory that was changed after it started: a file it was started with may have been removed. */
  readonly changedDirectory?: string;
  readonly warnings: readonly Warning[];
}

/** Where a flag has to be removed so that it stays away. Each is a phrase without a full stop. */
export interface WhereToFix {
  /** What to edit; absent where that is the files the flag was read from. */
  readonly edit?: string;
  /** What generates that at the next upgrade or start. */
  readonly generatedFrom?: string;
  /** What makes the change take effect. */
  readonly afterwards?: string;
}

export interface AfterRestart {
  readonly servers: readonly ApiServer[];
  /** Files that describe the same static pod and are ignored as long as another one is there. */
  readonly shadowed: readonly ApiServer[];
  /** Files that could not be read. */
  readonly problems: readonly Problem[];
}

/** An invocation that mentions an API server but is not one. */
export interface SetAside {
  readonly kind: 'set-aside';
  readonly origin: Origin;
  readonly program: string;
  readonly reason: string;
  /** It has the flag, in prose or in what is binary: the report for people shows it without --verbose. */
  readonly isNote?: true;
}
