/** Contents to read in place of those of the files at these paths. */
export type ReplacedFiles = ReadonlyMap<string, Buffer>;
