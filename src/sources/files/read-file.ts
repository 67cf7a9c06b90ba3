import { isMap, isScalar, isSeq, type Node, visit } from 'yaml';
import { isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import type { Range } from '../../model/argument.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError } from '../../model/problem.ts';
import type { FileFormat, FilesOfService, ReadBeside } from './file-format.ts';
import { findMentions } from './flag-mentions.ts';
import { FILE_FORMATS, type FileFormatName } from './formats/index.ts';
import type { SourceFile } from './source-file.ts';
import { toInvocations } from './to-invocations.ts';
import { at, itemsOf, readYamlDocuments, stringAt, type YamlValue } from './yaml/yaml.ts';

type Named<T> = readonly [FileFormatName, T];

/** What a file starts, and what of it was not read. */
export interface ReadFile {
  /** Undefined if the file is in no known format. */
  readonly invocations: readonly Invocation[] | undefined;
  /** Says which part of it could not be parsed. */
  readonly error: AuditError | undefined;
  /** Offsets at which the flag is written in what no reader took. */
  readonly mentions: readonly number[];
}

/** A part of a file, and what it starts; undefined if no reader knows it. */
interface Part extends Range {
  readonly invocations: readonly Invocation[] | undefined;
}

/** Detects the format from the content unless `input` says it. */
export function readFile(
  file: SourceFile,
  readBeside: ReadBeside,
  input: FileFormatName | undefined,
  filesOfService?: FilesOfService,
): ReadFile {
  const formats = (Object.entries(FILE_FORMATS) as Named<FileFormat>[]).filter(
    ([name]) => input === undefined || name === input,
  );
  let parts: readonly Part[] = [];
  let error: AuditError | undefined;
  try {
    const whole = readText(file, formats, readBeside, filesOfService);
    ({ parts, error } = whole ? { parts: [whole], error: undefined } : readObjects(file, formats, input));
  } catch (thrown) {
    if (!(thrown instanceof AuditError)) throw thrown;
    error = thrown;
  }
  const isKnown = parts.some(({ invocations }) => invocations !== undefined);
  return {
    invocations: isKnown ? parts.flatMap(({ invocations = [] }) => invocations) : undefined,
    error,
    mentions: findMentions(file.path, file.text, parts.filter(isTaken)),
  };
}

function readText(
  file: SourceFile,
  formats: readonly Named<FileFormat>[],
  readBeside: ReadBeside,
  filesOfService: FilesOfService | undefined,
): Part | undefined {
  for (const [name, format] of formats) {
    const written = 'readText' in format ? format.readText(file, readBeside, filesOfService) : undefined;
    if (written) return { start: 0, end: file.text.length, invocations: toInvocations(written, name, file) };
  }
  return undefined;
}

/** The objects of a file in YAML or JSON. Throws an AuditError if nothing of it can be read. */
function readObjects(
  file: SourceFile,
  formats: readonly Named<FileFormat>[],
  input: FileFormatName | undefined,
): { parts: readonly Part[]; error: AuditError | undefined } {
  const { documents, error } = readYamlDocuments(file);
  const objects = documents.flatMap(objectsOf);
  const parts = objects.map((object) => readObject(object, formats, file));
  const unread = objects.filter((_, index) => parts[index]?.invocations === undefined);
  return { parts, error: error ?? (input === undefined ? unreadIn(unread, file) : undefined) };
}

function readObject(object: YamlValue, formats: readonly Named<FileFormat>[], file: SourceFile): Part {
  const [start = 0, , end = 0] = object.node.range ?? [];
  for (const [name, format] of formats) {
    const written = 'readDocument' in format ? format.readDocument(object, file) : undefined;
    if (written) return { start, end, invocations: toInvocations(written, name, file) };
  }
  return { start, end, invocations: undefined };
}

/**
 * Whether a reader took what a part has of the flag: it found an API server, or something that has the flag. Where it
 * found neither, the flag may be for a program that it does not know.
 */
function isTaken({ invocations = [] }: Part): boolean {
  return invocations.some(({ arguments: args, environment = [] }) =>
    [...args, ...environment].some(
      ({ text, isUnknown }) => isUnknown || isApiServerProgram(text) || mentionsFlag(text),
    ),
  );
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

/** A flag that only an API server has, with a value. */
const OWN_FLAG = /(?:^|\s)--(?:etcd-servers|kubelet-https)=/;

/**
 * Where an object of an unsupported kind has the arguments of an API server: a list of flags, or a command in one line.
 * A single flag does not count: objects that check or explain flags have one as well.
 */
function argumentsElsewhere({ node, document }: YamlValue): Node | undefined {
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
