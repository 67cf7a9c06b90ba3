import type { Argument } from '../model/argument.ts';
import { basename } from '../model/basename.ts';
import { PROGRAMS } from './programs.ts';
import { WRAPPERS } from './wrappers.ts';

/** The arguments that count from the wrapped program on: `flock FILE kube-apiserver …`; all of them without a wrapper. */
export function unwrap(args: readonly Argument[]): readonly Argument[] {
  const name = basename(args[0]?.text ?? '');
  if (!WRAPPERS.has(name)) return args;
  // What flock locks may bear the name of what it starts.
  const from =
    name === 'flock' ? args.findIndex(({ text }, index) => index > 0 && !text.startsWith('-')) + 1 : 1;
  const start = args.findIndex(({ text }, index) => index >= from && PROGRAMS.has(basename(text)));
  return start < 0 ? args : args.slice(start);
}
