import { isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError } from '../../model/problem.ts';
import type { FileFormat, FilesOfService, ReadBeside } from './file-format.ts';
import { FILE_FORMATS, type FileFormatName } from './formats/index.ts';
import type { SourceFile } from './source-file.ts';
import { toInvocations } from './to-invocations.ts';
import { at, itemsOf, readYamlDocuments, stringAt, type YamlValue } from './yaml/yaml.ts';

type Named<T> = readonly [FileFormatName, T];

/** What a file starts; `error` says which part of it could not be parsed. */
export interface ReadFile {
  /** Undefined if the file is in no known format. */
  readonly invocations: readonly Invocation[] | undefined;
  readonly error: AuditError | undefined;
}

/**
 * Detects the format from the content unless `input` says it. Throws an AuditError if nothing of the file can be read.
 */
export function readFile(
  file: SourceFile,
  readBeside: ReadBeside,
  input: FileFormatName | undefined,
  filesOfService?: FilesOfService,
): ReadFile {
  const formats = (Object.entries(FILE_FORMATS) as Named<FileFormat>[]).filter(
    ([name]) => input === undefined || name === input,
  );
  for (const [name, format] of formats) {
    const written = 'readText' in format ? format.readText(file, readBeside, filesOfService) : undefined;
    if (written) return { invocations: toInvocations(written, name, file), error: undefined };
  }
  const { documents, error } = readYamlDocuments(file);
  const objects = documents.flatMap(objectsOf);
  const found = objects.map((document) => readDocument(document, formats, file));
  const unread = objects.filter((_, index) => found[index] === undefined);
  const isKnown = found.some((invocations) => invocations !== undefined);
  return {
    invocations: isKnown ? found.flatMap((one) => one ?? []) : undefined,
    error: error ?? (input === undefined ? unreadIn(unread, file) : undefined),
  };
}

/** An API server in an object of an unsupported kind must not count as absent. */
function unreadIn(objects: readonly YamlValue[], file: SourceFile): AuditError | undefined {
  const [start] = objects.flatMap((object) => argumentsElsewhere(object)?.range?.[0] ?? []);
  if (start === undefined) return undefined;
  const { line, column } = file.spanOf(start, start);
  return new AuditError(
    `line ${line}, column ${column}: these are the arguments of an API server, in an unsupported format`,
    'Audit the process that this file starts.',
  );
}

/** The objects of a List, or the document itself. Throws an AuditError if the objects have no kind. */
function objectsOf(document: YamlValue): YamlValue[] {
  if (!stringAt(document, 'kind')?.endsWith('List')) return [document];
  const items = itemsOf(at(document, 'items'));
  if (items.every((item) => at(item, 'kind') !== undefined)) return items;
  throw new AuditError('the objects of the list have no kind', 'Give the output of "kubectl get -o yaml".');
}

function readDocument(
  document: YamlValue,
  formats: readonly Named<FileFormat>[],
  file: SourceFile,
): Invocation[] | undefined {
  for (const [name, format] of formats) {
    const written = 'readDocument' in format ? format.readDocument(document, file) : undefined;
    if (written) return toInvocations(written, name, file);
  }
  return undefined;
}

/** A flag that only an API server has, with a value. */
const OWN_FLAG = /(?:^|\s)--(?:etcd-servers|kubelet-https)=/;

/**
 * Where an object of an unsupported kind has the arguments of an API server: a list of flags, or a command in one line.
 * A single flag does not count: objects that check or explain flags have one as well.
 */
export function argumentsElsewhere({ node, document }: YamlValue): Node | undefined {
  let found: Node | undefined;
  const within = isMap(node) || isSeq(node) ? node : document;
  visit(within as Node, {
    Seq: (_, list) => {
      const flags = list.items.filter((item) => isScalar(item) && /^--\w/.test(String(item.value)));
      const isOwn = flags.some((item) => isScalar(item) && OWN_FLAG.test(String(item.value)));
      if (flags.length < 2 || !isOwn) return undefined;
      found = list;
      return visit.BREAK;
    },
    Scalar: (_, { value }, path) => {
      if (typeof value !== 'string' || value.trim().includes('\n')) return undefined;
      if (!value.includes('apiserver') || !OWN_FLAG.test(value)) return undefined;
      found = path.findLast((one): one is Node => isSeq(one) || isMap(one));
      return visit.BREAK;
    },
  });
  return found;
}
