import { type Argument, parseBool } from '../model/argument.ts';

type Words = readonly Pick<Argument, 'text'>[];

/**
 * The last value of a flag by any of its names, `--name=value` or `--name value`; undefined without one that looks like a
 * value. Up to 1.9 an underscore is a dash: https://github.com/kubernetes/kubernetes/pull/61952
 */
export function flagValue(args: Words, ...names: readonly string[]): string | undefined {
  const flags = flagsOf(args);
  const position = flags.findLastIndex(({ text }) => names.includes(nameIn(text)));
  const text = flags[position]?.text;
  if (text?.includes('=')) return text.slice(text.indexOf('=') + 1);
  const next = text && flags[position + 1]?.text;
  return next?.startsWith('-') ? undefined : next;
}

/** Whether a bool flag of a Go program is given and has this value; without one it is true. */
export function isFlagSetTo(args: Words, name: string, value: boolean): boolean {
  const last = flagsOf(args).findLast(({ text }) => text.split('=', 1).join() === name)?.text;
  if (last === undefined) return false;
  return (last === name || parseBool(last.slice(name.length + 1))) === value;
}

/** No flag follows `--`. */
function flagsOf(args: Words): Words {
  const end = args.findIndex(({ text }) => text === '--');
  return end < 0 ? args : args.slice(0, end);
}

function nameIn(flag: string): string {
  return flag.split('=', 1).join().replaceAll('_', '-');
}

/**
 * The subcommands among arguments, wherever flags stand between them. What follows a flag without `=` may be its value
 * and is a subcommand only if it is one of the known ones.
 */
export function commandWords(args: readonly Argument[], known: readonly string[]): Argument[] {
  return args.filter(({ text }, position) => {
    if (text === '' || text.startsWith('-')) return false;
    const before = args[position - 1]?.text ?? '';
    const mayBeValue = before.startsWith('-') && !before.includes('=');
    return !mayBeValue || known.includes(text);
  });
}
