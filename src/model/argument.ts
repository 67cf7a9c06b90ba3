/** One element of an argument list. `index` counts from 0, the program itself. */
export interface Argument {
  readonly text: string;
  readonly index: number;
}

/** Texts in order as arguments: the first is the program, index 0. */
export function toArguments(texts: readonly string[]): Argument[] {
  return texts.map((text, index) => ({ text, index }));
}
