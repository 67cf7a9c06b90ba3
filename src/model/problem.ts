/** Something that could not be read, so that the verdict does not cover it. */
export interface Problem {
  readonly path: string;
  /** From 1; absent where it is about the whole of it. */
  readonly line?: number;
  /** From 1; absent where it is about a whole line. */
  readonly column?: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** This user, or root without some capability, may not read it; that says nothing about what is in it. */
  readonly isForbidden?: true;
}

/** `path`, `path:line` or `path:line:column`, which terminals and editors make a link. */
export function problemPlace({ path, line, column }: Problem): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}

/** What is wrong where, without what to do about it. */
export function problemText(problem: Problem): string {
  return `${problemPlace(problem)}: ${problem.message}`;
}

/** Where in a text something is wrong. */
type Position = Pick<Problem, 'line' | 'column'>;

/** A failure the user can do something about: unreadable or malformed input, a wrong option. */
export class AuditError extends Error {
  override readonly name: string = 'AuditError';
  /** The message without its position. */
  readonly what: string;
  /** What to do, one sentence. */
  readonly hint: string;
  readonly position: Position;

  constructor(what: string, hint: string, position: Position = {}) {
    const { line, column } = position;
    const words = [
      ...(line === undefined ? [] : [`line ${line}`]),
      ...(column === undefined ? [] : [`column ${column}`]),
    ];
    super(words.length === 0 ? what : `${words.join(', ')}: ${what}`);
    this.what = what;
    this.hint = hint;
    this.position = position;
  }
}

/** An error on a file, as a problem of a report. */
export function problemIn(path: string, { what, hint, position }: AuditError): Problem {
  return { ...position, path, message: what, hint };
}

/** Something about an API server that could not be read: a problem also where the file was only found in a directory. */
export class UnreadServer extends AuditError {
  override readonly name = 'UnreadServer';
}

/** A file that may be of an API server and does not say: a problem only if it was named. */
export class InconclusiveFile extends AuditError {
  override readonly name = 'InconclusiveFile';
}

/** Why something written in a file is not removed here. */
export class NeedsManualEdit extends AuditError {
  override readonly name = 'NeedsManualEdit';

  /** What to do instead of removing it where it is written. */
  readonly instead: string | undefined;

  constructor(message: string, instead?: string) {
    super(message, instead ?? 'Remove the flag by hand.');
    this.instead = instead;
  }
}
