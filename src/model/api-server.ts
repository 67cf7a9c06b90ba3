import type { Argument } from './argument.ts';
import type { HiddenArguments, Invocation, Origin } from './invocation.ts';
import type { Problem } from './problem.ts';
import type { Warning } from './verdict.ts';

/** What stands for the name of a program that is not known. */
export const UNKNOWN_PROGRAM = '(unknown)';

/** An invocation recognised as an API server. */
export interface ApiServer {
  readonly kind: 'api-server';
  readonly invocation: Invocation;
  /** What runs, in canonical words: `kube-apiserver`, `hyperkube apiserver`, `k3s server`. */
  readonly program: string;
  /** The arguments that are the server's own, without program, subcommand and wrappers. */
  readonly arguments: readonly Argument[];
  /** Set where the arguments that count are not in the argument list. */
  readonly hidden?: HiddenArguments;
  /** What the files of its host will start in its place. Only a process has it. */
  readonly afterRestart?: AfterRestart;
  /** Where to fix it on this host, if that is known. */
  readonly whereToFix?: WhereToFix;
  /** A file it has hidden arguments from, and that was changed after it started. */
  readonly changedFile?: string;
  /** A directory that was changed after it started, so that a file it was started with may be gone. */
  readonly changedDirectory?: string;
  readonly warnings: readonly Warning[];
}

/** Where a flag has to be removed so that it stays away. Each is a phrase without a full stop. */
export interface WhereToFix {
  /** What to edit; absent where it is the very files that the flag is read from. */
  readonly edit?: string;
  /** What that is written from at the next upgrade or start. */
  readonly generatedFrom?: string;
  /** What makes it count. */
  readonly afterwards?: string;
}

export interface AfterRestart {
  readonly servers: readonly ApiServer[];
  /** Files that describe the same static pod and do not count as long as the one that does is there. */
  readonly shadowed: readonly ApiServer[];
  /** Files that could not be read. */
  readonly problems: readonly Problem[];
}

/** An invocation that mentions an API server and is none. */
export interface SetAside {
  readonly kind: 'set-aside';
  readonly origin: Origin;
  readonly program: string;
  readonly reason: string;
}
