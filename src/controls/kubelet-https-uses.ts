import type { Argument } from '../model/argument.ts';
import type { FlagSet } from '../model/flag-set.ts';
import { parseBool } from '../model/parse-bool.ts';
import { isMisspelling } from './is-misspelling.ts';

const NAME = 'kubelet-https';
export const FLAG = `--${NAME}`;
export const EXPECTED = `${FLAG} is not set, or true`;

/** A use of the flag, right or wrong. */
export interface Use {
  readonly argument: Argument;
  /** Null where the server refuses to start with it. */
  readonly value: boolean | null;
  readonly isMisspelt: boolean;
  readonly isCertain: boolean;
  /** Its value comes from a variable that is not known here. */
  readonly isOpaque: boolean;
}

/** Every use of the flag in the order of the argument list. */
export function usesOf(flags: FlagSet): Use[] {
  const known = flags.of(NAME).map(({ argument, value, isCertain }) => ({
    argument,
    value: parseBool(value) ?? null,
    isCertain,
    isMisspelt: false,
    isOpaque: argument.isOpaque ?? false,
  }));
  const misspelt = flags.unknown
    .filter(({ argument }) => isMisspelling(argument.text, NAME))
    .map(({ argument, isCertain }) => ({
      argument,
      value: null,
      isCertain,
      isMisspelt: true,
      isOpaque: false,
    }));
  return [...known, ...misspelt].sort((a, b) => a.argument.index - b.argument.index);
}
