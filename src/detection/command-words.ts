import type { Argument } from '../model/argument.ts';

/**
 * The subcommand words among arguments, wherever flags stand between them. What follows a flag without `=` may be
 * its value and is a word only if it is one of the known ones.
 */
export function commandWords(args: readonly Argument[], known: readonly string[]): Argument[] {
  return args.filter(({ text }, position) => {
    if (text === '' || text.startsWith('-')) return false;
    const before = args[position - 1]?.text ?? '';
    const mayBeValue = before.startsWith('-') && !before.includes('=');
    return !mayBeValue || known.includes(text);
  });
}
