import type { Release } from '../model/release.ts';
import type { ReportFile } from './report-file.ts';

export const SOURCE_CHOICES = ['auto', 'procfs', 'ps'] as const;
export type SourceChoice = (typeof SOURCE_CHOICES)[number];

/** What the command line asks for. */
export type Request<Format extends string, Input extends string> =
  | AuditRequest<Format, Input>
  | { readonly command: 'explain'; readonly isColourWanted: boolean }
  /** Help or version, to be printed. */
  | { readonly command: 'print'; readonly text: string };

export interface AuditRequest<Format extends string, Input extends string> {
  readonly command: 'audit';
  /** Files, directories, or `-` for standard input; none for the host. */
  readonly targets: readonly string[];
  /** The format of every target, where their content is not to decide. */
  readonly input: Input | undefined;
  readonly format: Format;
  /** The files that get a report besides standard output. */
  readonly reports: readonly ReportFile<Format>[];
  /** The directory the host is mounted under; `/` for this host. */
  readonly root: string;
  readonly source: SourceChoice;
  readonly release: Release | undefined;
  readonly isStrict: boolean;
  readonly isMissingAllowed: boolean;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly isColourWanted: boolean;
}
