import { type Argument, parseBool } from '../model/argument.ts';

/**
 * The last value of `--name=value` or `--name value`; undefined where there is none that looks like a value. Up to 1.9 an
 * underscore is a dash: https://github.com/kubernetes/kubernetes/pull/61952
 */
export function flagValue(args: readonly Argument[], name: string): string | undefined {
  const flags = flagsOf(args);
  const position = flags.findLastIndex(({ text }) => text.split('=', 1).join().replaceAll('_', '-') === name);
  const text = flags[position]?.text;
  if (text === undefined) return undefined;
  if (text.length > name.length) return text.slice(name.length + 1);
  const next = flags[position + 1]?.text;
  return next?.startsWith('-') ? undefined : next;
}

/** What stands before `--`. */
function flagsOf(args: readonly Argument[]): readonly Argument[] {
  const end = args.findIndex(({ text }) => text === '--');
  return end < 0 ? args : args.slice(0, end);
}

/** Whether a bool flag of a Go program is given and has this value; bare it is true. */
export function isFlagSetTo(args: readonly Argument[], name: string, value: boolean): boolean {
  const last = flagsOf(args).findLast(({ text }) => text === name || text.startsWith(`${name}=`))?.text;
  if (last === undefined) return false;
  return (last === name || parseBool(last.slice(name.length + 1))) === value;
}

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
