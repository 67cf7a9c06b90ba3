import type { Argument, Range } from '../../model/argument.ts';
import type { Container, FileOrigin, Invocation } from '../../model/invocation.ts';
import type { AuditError } from '../../model/problem.ts';
import type { InnerText } from './inner/inner-file.ts';
import type { SourceFile } from './source-file.ts';
import type { YamlValue } from './yaml/yaml.ts';

/** An argument and where it is written: offsets into the text of the file. */
export interface WrittenArgument
  extends Range,
    Pick<Argument, 'text' | 'isUnknown' | 'whyUnknown' | 'assignedAt' | 'isSplit'> {
  /** Offset of the option whose value it is, if that is a word of its own. */
  readonly optionStart?: number;
  /** The file of these offsets, if it is not the one being read. */
  readonly file?: SourceFile;
}

/** The program of a format that lists only flags, written at `place`. */
export function programAt({ start, end, file }: Omit<WrittenArgument, 'text'>): WrittenArgument {
  return { text: 'kube-apiserver', start, end, ...(file && { file }) };
}

/** An invocation as a file has it: with offsets instead of lines, and perhaps inside a shell. */
export interface WrittenInvocation
  extends Pick<FileOrigin, 'object' | 'container'>,
    Partial<Pick<Invocation, 'boundaries' | 'editInstead' | 'mayGoOn'>> {
  /** The program first. A format that lists only flags puts `kube-apiserver` before them. */
  readonly arguments: readonly WrittenArgument[];
  /** Offset of what a verdict without a flag points at. */
  readonly start: number;
  /** The file that `start` is an offset into, if it is not the one being read. */
  readonly file?: SourceFile;
  readonly details?: Container;
  /** Words of variables that no argument takes, with flags that only API servers have. */
  readonly environment?: readonly WrittenArgument[];
  /** Offset of the first line after it that is ignored, and why. */
  readonly ignored?: { readonly start: number; readonly reason: string };
  /** What a shell among the arguments can take variables from. */
  readonly variables?: ReadonlyMap<string, string>;
  /** The release as it is written: `v1.20.2`. */
  readonly version?: string;
}

/** Reads one document of a YAML or JSON file; undefined if it is in another format. */
export type ReadDocument = (document: YamlValue, file: SourceFile) => WrittenInvocation[] | undefined;

/** A file that another one names, relative to it; undefined if it cannot be read. */
export type ReadBeside = (path: string) => SourceFile | undefined;

/** A unit and its drop-ins, the file itself among them; undefined stands for one that cannot be read. */
export type FilesOfService = (file: SourceFile) => readonly (SourceFile | undefined)[];

/** Reads a file that is not YAML; undefined if it is in another format. */
export type ReadText = (
  file: SourceFile,
  readBeside: ReadBeside,
  filesOfService?: FilesOfService,
) => WrittenInvocation[] | undefined;

/** What a file puts into a file of the host that it sets up. */
export interface FileToWrite {
  readonly path: string;
  /** All that is written for its content. */
  readonly place: Range;
  /** An error says why it is not known. */
  readonly content: () => InnerText | AuditError;
  /** It is added to what the file has before. */
  readonly isAppended?: boolean;
}

/** Reads which files one document of a YAML or JSON file writes, in that order; undefined if it is in another format. */
export type ReadInner = (document: YamlValue, file: SourceFile) => FileToWrite[] | undefined;

export type FileFormat =
  | { readonly summary: string; readonly readInner: ReadInner }
  | { readonly summary: string; readonly readDocument: ReadDocument }
  | { readonly summary: string; readonly readText: ReadText };

/** What a file starts, and what of it was not read. */
export interface ReadFile {
  /** Undefined if the file is in no known format. */
  readonly invocations: readonly Invocation[] | undefined;
  /** Says which part of it could not be parsed. */
  readonly error: AuditError | undefined;
  /** Offsets at which the flag is written in what no reader took. */
  readonly mentions: readonly number[];
}
