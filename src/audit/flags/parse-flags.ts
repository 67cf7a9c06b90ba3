import type { Argument } from '../../model/argument.ts';
import { isAtLeast, type Release } from '../../model/release.ts';
import { groupByName } from './group-by-name.ts';
import { readFlag } from './read-flag.ts';

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

/** An argument in the place of a flag that kube-apiserver does not know. */
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
  /** Arguments in the place of a flag that cannot be read because they come from a variable. */
  readonly variables: readonly Argument[];
}

/** A flag whose name can be read, though its value may not. */
const NAMED = /^--[\w-]+=/;

/**
 * Reads arguments as kube-apiserver does with pflag.
 *
 * An unknown flag without `=` may or may not take the next argument. Both readings are followed; what only one of
 * them sees is not certain.
 *
 * @param release decides whether an underscore in a flag's name is a dash: up to 1.9 it is. Unknown: it is not.
 */
export function parseFlags(args: readonly Argument[], release?: Release): FlagSet {
  const isUnderscoreDash = release !== undefined && !isAtLeast(release, 1, 10);
  const occurrences: FlagOccurrence[] = [];
  const unknown: UnknownFlag[] = [];
  const positionals: Argument[] = [];
  const variables: Argument[] = [];
  const starts = new Set([0]);
  let mayHaveEnded = false;

  for (const [position, argument] of args.entries()) {
    if (argument.isSplit) variables.push(argument);
    if (!starts.delete(position)) continue;
    const isCertain = starts.size === 0 && !mayHaveEnded;
    if (argument.isUnknown && !NAMED.test(argument.text)) {
      if (!argument.isSplit) variables.push(argument);
      starts.add(position + 1);
      continue;
    }
    const flag = readFlag(argument.text, isUnderscoreDash);

    if (flag.kind === 'terminator') {
      if (isCertain) {
        return {
          of: ofName(occurrences),
          unknown,
          positionals: [...positionals, ...args.slice(position + 1)],
          variables,
        };
      }
      mayHaveEnded = true;
      continue;
    }
    if (flag.kind === 'positional') positionals.push(argument);
    if (flag.kind === 'unknown') unknown.push({ argument, isCertain });
    if (flag.kind === 'known') {
      const value = flag.value ?? args[position + 1]?.text;
      if (value !== undefined) occurrences.push({ name: flag.name, value, argument, isCertain });
    }
    if (flag.next !== 'taken') starts.add(position + 1);
    if (flag.next !== 'free') starts.add(position + 2);
  }

  return { of: ofName(occurrences), unknown, positionals, variables };
}

function ofName(occurrences: readonly FlagOccurrence[]): FlagSet['of'] {
  return (name) => groupByName(occurrences.filter((one) => one.name === name)).get(name) ?? [];
}
