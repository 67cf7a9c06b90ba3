import { type Argument, toArguments } from '../../model/argument.ts';

/** Arguments that a list had joined with blanks. Quotes are plain characters; empty arguments are lost. */
export function splitAtBlanks(text: string): Argument[] {
  return toArguments(text.split(/[ \t]+/).filter((word) => word !== ''));
}
