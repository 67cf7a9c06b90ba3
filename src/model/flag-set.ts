import type { Argument } from './argument.ts';

/** One use of a known flag. */
export interface FlagOccurrence {
  readonly name: string;
  /** The text of its value; that of a bare bool flag is `true`. */
  readonly value: string;
  /** The argument that names the flag. */
  readonly argument: Argument;
  /** False where it may be the value of an unknown flag before it. */
  readonly isCertain: boolean;
}

/** An argument in the place of a flag that is none kube-apiserver knows. */
export interface UnknownFlag {
  readonly argument: Argument;
  readonly isCertain: boolean;
}

/** Flags as pflag reads them. */
export interface FlagSet {
  /** The occurrences of a flag in the order of the argument list. */
  of(name: string): readonly FlagOccurrence[];
  readonly unknown: readonly UnknownFlag[];
  readonly positionals: readonly Argument[];
  /** Arguments in the place of a flag that cannot be read, for they come from a variable. */
  readonly opaque: readonly Argument[];
}
