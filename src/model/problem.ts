/** Something that could not be read, so that the verdict does not cover it. */
export interface Problem {
  readonly path: string;
  /** From 1; absent where it is about the whole of it. */
  readonly line?: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** This user, or root without some capability, may not read it; that says nothing about what is in it. */
  readonly isForbidden?: true;
}

/** A failure the user can do something about: unreadable or malformed input, a wrong option. */
export class AuditError extends Error {
  override readonly name: string = 'AuditError';
  /** What to do, one sentence. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
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
