/** Something that could not be read, so that the verdict does not cover it. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}
