/** Something that could not be read, so that nothing can be said about it. */
export interface Problem {
  readonly path: string;
  /** What happened, without the path. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
