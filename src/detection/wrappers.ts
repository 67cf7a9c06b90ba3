import { type Argument, basename } from '../model/argument.ts';
import { WRAPPERS } from '../model/other-programs.ts';
import { PROGRAMS } from './programs.ts';

/** The arguments from the wrapped program on: `flock FILE kube-apiserver …`; all of them without a wrapper. */
export function unwrap(args: readonly Argument[]): readonly Argument[] {
  const name = basename(args[0]?.text ?? '');
  if (!WRAPPERS.has(name)) return args;
  // The file that flock locks may have the name of the program it starts.
  const from =
    name === 'flock' ? args.findIndex(({ text }, index) => index > 0 && !text.startsWith('-')) + 1 : 1;
  const programs = args
    .map((_, index) => args.slice(index))
    .filter(([program], index) => index >= from && PROGRAMS.has(basename(program?.text ?? '')));
  return programs.find(isServer) ?? programs[0] ?? args;
}

/** A user, directory or lock file among a wrapper's arguments may have the name of a program as well. */
function isServer([program, ...args]: readonly Argument[]): boolean {
  return PROGRAMS.get(basename(program?.text ?? ''))?.(args).isApiServer ?? false;
}
