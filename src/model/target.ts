import type { Argument } from './argument.ts';
import type { HiddenArguments, Invocation, Origin } from './invocation.ts';
import type { Warning } from './verdict.ts';

/** An invocation recognised as an API server. */
export interface Target {
  readonly kind: 'target';
  readonly invocation: Invocation;
  /** What runs, in canonical words: `kube-apiserver`, `hyperkube apiserver`, `k3s server`. */
  readonly program: string;
  /** The arguments that are the server's own, without program, subcommand and wrappers. */
  readonly arguments: readonly Argument[];
  /** Set where the arguments that count are not in the argument list. */
  readonly hidden?: HiddenArguments;
  readonly warnings: readonly Warning[];
}

/** An invocation that mentions an API server and is none. */
export interface SetAside {
  readonly kind: 'set-aside';
  readonly origin: Origin;
  readonly program: string;
  readonly reason: string;
}
