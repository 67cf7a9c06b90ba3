/** A failure the user can do something about: unreadable or malformed input, a wrong option. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  /** What to do, one sentence. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
