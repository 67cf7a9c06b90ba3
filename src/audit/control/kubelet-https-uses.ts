import { type Argument, parseBool } from '../../model/argument.ts';
import type { ArgumentToRemove } from '../../model/control.ts';
import type { FlagSet } from '../flags/parse-flags.ts';

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
  /** Its value comes from a variable that is unknown here. */
  readonly isUnknown: boolean;
}

/** Every use of the flag in the order of the argument list. */
export function usesOf(flags: FlagSet): Use[] {
  const known = flags.of(NAME).map(({ argument, value, isCertain }) => ({
    argument,
    value: parseBool(value) ?? null,
    isCertain,
    isMisspelt: false,
    isUnknown: argument.isUnknown ?? false,
  }));
  const misspelt = flags.unknown
    .filter(({ argument }) => isMisspelling(argument.text, NAME))
    .map(({ argument, isCertain }) => ({
      argument,
      value: null,
      isCertain,
      isMisspelt: true,
      isUnknown: false,
    }));
  return [...known, ...misspelt].sort((a, b) => a.argument.index - b.argument.index);
}

/** What may be shown as the value of something that is not the flag, such as `--kubelet-https-token`. */
const NO_SECRET = /^["']?(?:true|false|yes|no|on|off|[tf01])?["']?$/i;

/** What a use says, without another argument that was written into its value by mistake. */
export function ownText({ argument: { text }, isMisspelt }: Use): string {
  const own = text.replace(/\s-.*$/s, ' …');
  const [name = '', ...value] = own.split('=');
  return !isMisspelt || NO_SECRET.test(value.join('=')) ? own : `${name}=…`;
}

/** The bools right after a bare use: `--kubelet-https false`. They were meant to be its value, but are not. */
export function meantValues(uses: readonly Use[], positionals: readonly Argument[]): Argument[] {
  const bare = uses.filter(({ argument }) => argument.text.replaceAll('_', '-') === FLAG);
  return boolsAfter(bare, positionals);
}

function boolsAfter(uses: readonly Use[], positionals: readonly Argument[]): Argument[] {
  const following = new Set(uses.map(({ argument }) => argument.index + 1));
  return positionals.filter(({ text, index }) => following.has(index) && parseBool(text) !== undefined);
}

/** Every use of the flag, and what was meant to be its value. */
export function argumentsToRemove(flags: FlagSet): ArgumentToRemove[] {
  const uses = usesOf(flags);
  const certain = new Set<number>();
  const removed = uses.map((use): ArgumentToRemove => {
    const { argument, isCertain } = use;
    // Right after one that is removed, it is removed as a flag or as the value of that one.
    if (isCertain || certain.has(argument.index - 1)) certain.add(argument.index);
    return { argument, shown: ownText(use), isCertain: certain.has(argument.index) };
  });
  const bare = uses.filter(({ argument }) => !argument.text.includes('='));
  const values = boolsAfter(bare, flags.positionals).map((argument) => ({
    argument,
    shown: argument.text,
    isCertain: true,
  }));
  return [...removed, ...values];
}

/**
 * Whether an argument that is not a flag of the server was meant to be the flag `name`: other case, other separators, one
 * or three dashes, `no-` before it, cut short within its last word, or with something after it. All of these stop
 * kube-apiserver.
 */
export function isMisspelling(text: string, name: string): boolean {
  const written = lettersOf(text.split('=', 1).join()).replace(/^no/, '');
  const meant = lettersOf(name);
  const shortest = lettersOf(name.slice(0, name.lastIndexOf('-') + 2));
  return written.startsWith(meant) || (written.startsWith(shortest) && meant.startsWith(written));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
