import type { Range } from '../../model/argument.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError, UnreadServer } from '../../model/problem.ts';
import { describeUnread } from './describe-unread.ts';
import { ExpansionRoom } from './expansion-room.ts';
import type { FileFormat, FilesOfService, ReadBeside, ReadFile } from './file-format.ts';
import { findMentions } from './flag-mentions.ts';
import { FILE_FORMATS, type FileFormatName } from './formats/index.ts';
import { type InnerRoom, readInnerFiles } from './inner/read-inner-files.ts';
import { MAX_BYTES } from './read-whole.ts';
import type { SourceFile } from './source-file.ts';
import { takenInObject, takenInText, takesFlag } from './taken.ts';
import { endsInPlaceholder, hasStatement, hasStatementInYaml } from './templates.ts';
import { toInvocations } from './to-invocations.ts';
import { findInNode, type YamlList, type YamlNode } from './yaml/node.ts';
import { readYamlDocuments } from './yaml/parse.ts';
import { at, itemsOf, stringAt, type YamlValue } from './yaml/yaml.ts';

type Named<T> = readonly [FileFormatName, T];

/** A part of a file, and what it starts; undefined if no reader knows it. */
interface Part {
  readonly invocations: readonly Invocation[] | undefined;
  /** What of it was read as arguments. */
  readonly taken: readonly Range[];
  readonly error?: AuditError | undefined;
  /** The format of a text that is no YAML. */
  readonly textFormat?: FileFormatName;
}

/** No config that sets up a host contains another one that contains a third. */
const MAX_LEVELS = 3;
const TOO_DEEP = new UnreadServer(
  'it writes files that write files, too many levels deep',
  'Audit them by themselves.',
);

interface Level {
  readonly level: number;
  readonly room: InnerRoom;
}

function outermostLevel({ text }: SourceFile): Level {
  const decoded = new ExpansionRoom();
  decoded.write(MAX_BYTES);
  return { level: 0, room: { plain: new ExpansionRoom([text, text]), decoded } };
}

/** Detects the format from the content unless `input` says it. */
export function readFile(
  file: SourceFile,
  readBeside: ReadBeside,
  input: FileFormatName | undefined,
  filesOfService?: FilesOfService,
  around: Level = outermostLevel(file),
): ReadFile {
  const formats = (Object.entries(FILE_FORMATS) as Named<FileFormat>[]).filter(
    ([name]) => input === undefined || name === input,
  );
  let parts: readonly Part[] = [];
  let error: AuditError | undefined;
  try {
    const whole = readText(file, formats, readBeside, filesOfService);
    ({ parts, error } = whole
      ? { parts: [whole], error: undefined }
      : readObjects(file, formats, input, around));
  } catch (thrown) {
    if (!(thrown instanceof AuditError)) throw thrown;
    error = thrown;
  }
  if (parts.some((part) => isTemplateOfServer(part, file)))
    return { invocations: undefined, error: templateError(file), mentions: [] };
  const isKnown = parts.some(({ invocations }) => invocations !== undefined);
  return {
    invocations: isKnown ? parts.flatMap(({ invocations = [] }) => invocations) : undefined,
    error,
    mentions: findMentions(
      file.path,
      file.text,
      parts.flatMap(({ taken }) => taken),
    ),
  };
}

/** Whether a part seems to start an API server, and the file is a template that may write other lines. */
function isTemplateOfServer({ invocations = [], textFormat }: Part, { text }: SourceFile): boolean {
  if (textFormat === 'log' || textFormat === 'cmdline') return false;
  if (!takesFlag(invocations)) return false;
  if (textFormat === undefined) return hasStatementInYaml(text);
  const words = invocations.flatMap(({ arguments: args }) => args);
  return hasStatement(text) || words.some((word) => endsInPlaceholder(word.text));
}

function templateError(file: SourceFile): UnreadServer {
  const { message, hint } = describeUnread(file, findMentions(file.path, file.text, [])[0], undefined);
  return new UnreadServer(message, hint);
}

function readText(
  file: SourceFile,
  formats: readonly Named<FileFormat>[],
  readBeside: ReadBeside,
  filesOfService: FilesOfService | undefined,
): Part | undefined {
  for (const [name, format] of formats) {
    const written = 'readText' in format ? format.readText(file, readBeside, filesOfService) : undefined;
    if (!written) continue;
    const invocations = toInvocations(written, name, file);
    return { invocations, taken: takenInText(invocations, name, file), textFormat: name };
  }
  return undefined;
}

/** The objects of a file in YAML or JSON. Throws an AuditError if nothing of it can be read. */
function readObjects(
  file: SourceFile,
  formats: readonly Named<FileFormat>[],
  input: FileFormatName | undefined,
  around: Level,
): { parts: readonly Part[]; error: AuditError | undefined } {
  const { documents, error } = readYamlDocuments(file);
  const objects = documents.flatMap(objectsOf);
  const parts = objects.map((object) => readObject(object, formats, file, around));
  const unread = objects.filter((_, index) => parts[index]?.invocations === undefined);
  const inParts = parts.find((part) => part.error)?.error;
  return { parts, error: error ?? inParts ?? (input === undefined ? unreadIn(unread, file) : undefined) };
}

function readObject(
  object: YamlValue,
  formats: readonly Named<FileFormat>[],
  file: SourceFile,
  { level, room }: Level,
): Part {
  for (const [name, format] of formats) {
    const written = 'readDocument' in format ? format.readDocument(object, file) : undefined;
    if (written) {
      const invocations = toInvocations(written, name, file);
      return { invocations, taken: takenInObject(invocations, object, file) };
    }
    const files = 'readInner' in format ? format.readInner(object, file) : undefined;
    if (files === undefined) continue;
    if (level === MAX_LEVELS) throw TOO_DEEP;
    return readInnerFiles(files, { file, format: name, room }, (inner, beside, services) =>
      readFile(inner, beside, undefined, services, { level: level + 1, room }),
    );
  }
  return { invocations: undefined, taken: [] };
}

/** An API server in an object of an unsupported kind must not count as absent. */
function unreadIn(objects: readonly YamlValue[], file: SourceFile): AuditError | undefined {
  const [start] = objects.flatMap((object) => argumentsElsewhere(object)?.start ?? []);
  if (start === undefined) return undefined;
  const { line, column } = file.spanOf(start, start);
  return new AuditError(
    'these are the arguments of an API server, in an unsupported format',
    'Audit the process that this file starts.',
    { line, column },
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
function argumentsElsewhere(object: YamlValue): YamlNode | undefined {
  return findInNode(object, (node, parent) => {
    if (node.kind === 'list') return hasOwnFlags(node) ? node : undefined;
    if (node.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
    const { value } = node;
    const isCommand = value.includes('apiserver') && OWN_FLAG.test(value) && !value.trim().includes('\n');
    return isCommand ? parent : undefined;
  });
}

function hasOwnFlags({ items }: YamlList): boolean {
  const texts = items.flatMap((item) => (item?.kind === 'scalar' ? [String(item.value)] : []));
  const flags = texts.filter((text) => /^--\w/.test(text));
  return flags.length > 1 && flags.some((flag) => OWN_FLAG.test(flag));
}
