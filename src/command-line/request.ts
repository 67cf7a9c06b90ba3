import type { Command } from 'commander';
import type { Release } from '../model/release.ts';
import type { Shell } from './completion-command.ts';
import type { ReportFile } from './report-file.ts';

export const SOURCE_CHOICES = ['auto', 'procfs', 'ps'] as const;
export type SourceChoice = (typeof SOURCE_CHOICES)[number];

export type Request<Format extends string, Input extends string, FleetFormat extends string> =
  | AuditRequest<Format, Input>
  | MergeRequest<FleetFormat>
  | { readonly command: 'explain'; readonly isColourWanted: boolean }
  | FixRequest
  /** The script for a shell, made from the definition of the program. */
  | { readonly command: 'completion'; readonly shell: Shell; readonly program: Command }
  /** Help or version, to be printed. */
  | { readonly command: 'print'; readonly text: string };

export interface AuditRequest<Format extends string, Input extends string> {
  readonly command: 'audit';
  /** Files, directories, or `-` for standard input; none for the host. */
  readonly targets: readonly string[];
  /** The format of every target; undefined to detect it from the content. */
  readonly input: Input | undefined;
  readonly format: Format;
  /** Reports to write in addition to the one on standard output. */
  readonly reports: readonly ReportFile<Format>[];
  /** The directory the host is mounted under; `/` for this host. */
  readonly root: string;
  readonly source: SourceChoice;
  /** What the report calls the host; undefined for its own name. */
  readonly host: string | undefined;
  readonly cluster: string | undefined;
  /** Seconds from one audit to the next; undefined for a single one. */
  readonly every: number | undefined;
  readonly release: Release | undefined;
  /** The file of accepted risks; undefined for none. */
  readonly waivers: string | undefined;
  readonly isStrict: boolean;
  readonly isMissingAllowed: boolean;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly isColourWanted: boolean;
}

export interface MergeRequest<Format extends string> {
  readonly command: 'merge';
  /** Files or directories of reports, or `-` for standard input. */
  readonly targets: readonly string[];
  /** A list of the hosts that must have reported, `-` for standard input; undefined where that is not known. */
  readonly hosts: string | undefined;
  /** An older report does not pass; undefined for any age. */
  readonly maxAgeSeconds: number | undefined;
  readonly waivers: string | undefined;
  readonly format: Format;
  readonly reports: readonly ReportFile<Format>[];
  readonly isStrict: boolean;
  readonly isMissingAllowed: boolean;
  readonly isQuiet: boolean;
  readonly isVerbose: boolean;
  readonly isColourWanted: boolean;
}

export interface FixRequest {
  readonly command: 'fix';
  /** Files or directories; none for those that start the API servers of the host. */
  readonly targets: readonly string[];
  readonly root: string;
  readonly isToBeWritten: boolean;
  /** Undefined for the default one. */
  readonly backupDirectory: string | undefined;
  /** Milliseconds to pause before the next file; undefined for the default. */
  readonly pause: number | undefined;
  /** Milliseconds to wait for the servers to come back without the flag; undefined for not at all. */
  readonly patience: number | undefined;
  readonly context: number;
  readonly isMissingAllowed: boolean;
  readonly isQuiet: boolean;
  readonly isColourWanted: boolean;
}
