import { AuditError } from '../../model/audit-error.ts';
import type { Invocation } from '../../model/invocation.ts';
import { parseRelease } from '../../model/release.ts';
import type { FileFormat, ReadBeside, Reading } from './file-format.ts';
import { FILE_FORMATS, type FileFormatName } from './index.ts';
import type { SourceFile } from './source-file.ts';
import { unwrapShell } from './unwrap-shell.ts';
import { at, itemsOf, readYamlDocuments, stringAt, type YamlValue } from './yaml.ts';

/** A place that something else fills in before the file is used: envsubst, a shell, Helm, Jinja, ERB. */
const TEMPLATE = /\$\{|\$[A-Za-z_]|\{\{|<%/;

type Named<T> = readonly [FileFormatName, T];

/** What a file starts, with the place of each argument; `error` says what of it could not be parsed. */
export interface ReadFile {
  /** Undefined where the file is of no known format. */
  readonly invocations: readonly Invocation[] | undefined;
  readonly error: AuditError | undefined;
}

/** Reads a file. Its content tells the format, or `input` does. Throws an AuditError where none of it can be read. */
export function readFile(
  file: SourceFile,
  readBeside: ReadBeside,
  input: FileFormatName | undefined,
): ReadFile {
  const formats = (Object.entries(FILE_FORMATS) as Named<FileFormat>[]).filter(
    ([name]) => input === undefined || name === input,
  );
  for (const [name, format] of formats) {
    const readings = 'readText' in format ? format.readText(file, readBeside) : undefined;
    if (readings) return { invocations: toInvocations(readings, name, file), error: undefined };
  }
  const { documents, error } = readYamlDocuments(file);
  const found = documents.flatMap(objectsOf).map((document) => readDocument(document, formats, file));
  const isKnown = found.some((invocations) => invocations !== undefined);
  return { invocations: isKnown ? found.flatMap((one) => one ?? []) : undefined, error };
}

/** The objects of a List, or the document itself. Throws an AuditError where objects do not say what they are. */
function objectsOf(document: YamlValue): YamlValue[] {
  if (!stringAt(document, 'kind')?.endsWith('List')) return [document];
  const items = itemsOf(at(document, 'items'));
  if (items.every((item) => at(item, 'kind') !== undefined)) return items;
  throw new AuditError('the objects of the list have no kind', 'Give it what kubectl get -o yaml prints.');
}

function readDocument(
  document: YamlValue,
  formats: readonly Named<FileFormat>[],
  file: SourceFile,
): Invocation[] | undefined {
  for (const [name, format] of formats) {
    const readings = 'readDocument' in format ? format.readDocument(document, file) : undefined;
    if (readings) return toInvocations(readings, name, file);
  }
  return undefined;
}

function toInvocations(readings: readonly Reading[], format: FileFormatName, file: SourceFile): Invocation[] {
  return readings
    .flatMap((reading) => unwrapShell(reading, file))
    .map(({ object, container, start, version, arguments: args }) => {
      const { line, column } = file.spanOf(start, start + 1);
      const release = version === undefined ? undefined : parseRelease(version);
      return {
        origin: { kind: 'file', path: file.path, line, column, format, object, container },
        arguments: args.map(({ text, start: from, end, isOpaque, isSeveral }, index) => ({
          text,
          index,
          span: file.spanOf(contentStart(file.text, from), end),
          ...((isOpaque || TEMPLATE.test(text)) && { isOpaque: true as const }),
          ...(isSeveral && { isSeveral }),
        })),
        boundaries: 'kept',
        lines: file.lines,
        ...(release && { release }),
      };
    });
}

/** Where the text of a block scalar begins, behind the line with its header; any other start as it is. */
function contentStart(text: string, start: number): number {
  const header = /[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n\s*/y;
  header.lastIndex = start;
  return header.test(text) ? header.lastIndex : start;
}
