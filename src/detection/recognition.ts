import type { Argument } from '../model/argument.ts';
import type { HiddenArguments } from '../model/invocation.ts';

/** What a program is, judging by the arguments after its name. */
export type Recognition =
  | {
      readonly isApiServer: true;
      readonly program: string;
      readonly arguments: readonly Argument[];
      readonly hidden?: HiddenArguments;
    }
  | { readonly isApiServer: false; readonly reason: string };

export type Recognise = (args: readonly Argument[]) => Recognition;

export function noApiServer(reason: string): Recognition {
  return { isApiServer: false, reason };
}
