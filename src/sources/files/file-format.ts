import type { Container } from '../../model/invocation.ts';
import type { SourceFile } from './source-file.ts';
import type { YamlValue } from './yaml/yaml.ts';

/** An argument and where it is written: offsets into the text of the file. */
export interface WrittenArgument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the option whose value it is, a word of its own. */
  readonly optionStart?: number;
  /** The file of these offsets, where that is not the one being read. */
  readonly file?: SourceFile;
  /** It comes from a variable that cannot be resolved, and may be any number of arguments. */
  readonly isUnknown?: true;
  /** It is not in quotes, and so may be several arguments wherever it stands. */
  readonly isSplit?: true;
}

/** The argument list with which a file starts an API server, or another program. */
export interface Reading {
  /** What the file describes: `Pod kube-system/kube-apiserver`, `ClusterConfiguration`. Null where it has no name. */
  readonly object: string | null;
  readonly container: string | null;
  /** The file that `start` is an offset into, where that is not the one being read. */
  readonly file?: SourceFile;
  readonly details?: Container;
  /** Offset of the place that a verdict without a flag points at. */
  readonly start: number;
  /** The program first. A format that lists flags alone puts `kube-apiserver` before them. */
  readonly arguments: readonly WrittenArgument[];
  /** What a shell among the arguments can take variables from. */
  readonly variables?: ReadonlyMap<string, string>;
  /** The release as it is written: `v1.20.2`. */
  readonly version?: string;
}

/** Reads one document of a YAML or JSON file; undefined where it is of another format. */
export type ReadDocument = (document: YamlValue, file: SourceFile) => Reading[] | undefined;

/** A file named in another one, relative to it; undefined where it cannot be read. */
export type ReadBeside = (path: string) => SourceFile | undefined;

/** A unit and its drop-ins, the file itself among them; undefined stands for one that cannot be read. */
export type FilesOfService = (file: SourceFile) => readonly (SourceFile | undefined)[];

/** Reads a file that is no YAML; undefined where it is of another format. */
export type ReadText = (
  file: SourceFile,
  readBeside: ReadBeside,
  filesOfService?: FilesOfService,
) => Reading[] | undefined;

export type FileFormat =
  | { readonly summary: string; readonly readDocument: ReadDocument }
  | { readonly summary: string; readonly readText: ReadText };

/** The program of a format that lists its flags alone, written at `place`. */
export function programAt({ start, end, file }: Omit<WrittenArgument, 'text'>): WrittenArgument {
  return { text: 'kube-apiserver', start, end, ...(file && { file }) };
}
