/** Where something is written in a file: line and column count from 1, the length is that on this line. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** What is written in a text from one offset up to another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A position in a file; line and column count from 1. */
export interface FilePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Where the value of a variable is written in a file: an offset. */
export interface AssignedAt {
  readonly path: string;
  readonly offset: number;
}

/** One element of an argument list. `index` counts from 0, the program itself. */
export interface Argument {
  readonly text: string;
  readonly index: number;
  /** Where it is written, if it comes from a file. */
  readonly span?: Span;
  /** All that is written for it there: offsets into the text of the file, without a byte-order mark. */
  readonly range?: Range;
  /** The file it is written in, where that is not the one its invocation comes from. */
  readonly path?: string;
  /** The path of a file whose content, with this argument in it, is written there in base64 or another encoding. */
  readonly encodedIn?: string;
  /** A variable whose value is unknown: it may be any argument, or several. */
  readonly isUnknown?: true;
  /** Why it is, if more can be said: a clause. */
  readonly whyUnknown?: string;
  /** A variable only if the file is a template; otherwise plain text. */
  readonly isTemplate?: true;
  /** The variables that it comes from. */
  readonly assignedAt?: readonly AssignedAt[];
  /** An unquoted variable, which may be several arguments. */
  readonly isSplit?: true;
}

/** Texts in order as arguments: the first is the program, index 0. */
export function toArguments(texts: readonly string[]): Argument[] {
  return texts.map((text, index) => ({ text, index }));
}

/** What follows the last slash of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const TRUE = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const FALSE = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

/** Go's strconv.ParseBool: undefined for what it refuses. */
export function parseBool(text: string): boolean | undefined {
  if (TRUE.includes(text)) return true;
  return FALSE.includes(text) ? false : undefined;
}

/** The arguments of a command line that was joined with blanks. Quotes are plain characters; empty arguments are lost. */
export function splitAtBlanks(text: string): Argument[] {
  return toArguments(text.split(/[ \t]+/).filter((word) => word !== ''));
}
