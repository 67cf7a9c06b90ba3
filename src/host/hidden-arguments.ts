import type { Argument } from '../model/argument.ts';
import type { HiddenArguments } from '../model/invocation.ts';
import { type Problem, problemText } from '../model/problem.ts';
import type { RootFiles } from './root-files.ts';

/** A file that arguments were read from, or a directory from which one may have been removed. */
export interface ReadFrom {
  readonly view: RootFiles;
  readonly path: string;
  /** Much else changes there: it shows that something may be gone, and no more. */
  readonly isIndirectEvidence?: true;
  /** The names of what the server itself makes in a directory. */
  readonly holds?: readonly string[];
}

/** The arguments of an API server that hides them; `disabled` where it turns out to run none. */
export type Resolved =
  | { readonly arguments: readonly Argument[]; readonly from: readonly ReadFrom[] }
  | { readonly hidden: HiddenArguments }
  | { readonly disabled: string };

export function hiddenBy(problem: Problem): HiddenArguments {
  return { reason: `its arguments may be in ${problemText(problem)}`, hint: problem.hint };
}
