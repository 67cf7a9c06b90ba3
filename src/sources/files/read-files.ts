import { isApiServerProgram, mentionsApiServer, mentionsFlag } from '../../model/api-server-words.ts';
import type { ReplacedFiles, Scan } from '../../model/discovery.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError, InconclusiveFile, problemIn } from '../../model/problem.ts';
import { isRawCommandLine, looksLikeCommandLines } from '../processes/command-lines.ts';
import { isProcessList, readProcessList, showsServer } from '../processes/process-list.ts';
import { withoutPrompts } from '../processes/prompt.ts';
import { decodeText } from '../system/bytes.ts';
import { UnreadableFile } from '../system/descriptors.ts';
import { errnoMessage, errnoOf } from '../system/errno.ts';
import { looksLikeYaml } from './broken-manifest.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { Input } from './input-formats.ts';
import { ignored, type Part, problem, type Ranges } from './part.ts';
import { readBeside } from './read-beside.ts';
import { readListed, readWhole, TooLargeFile, whyIgnored } from './read-whole.ts';
import { toSourceFile } from './source-file.ts';
import { filesOfService } from './systemd/files-of-service.ts';
import { unreadOf } from './unread.ts';

export interface ReadFilesOptions {
  /** The format of every file; detected from their content without it. */
  readonly input: Input | undefined;
  /** The content of the target `-`. */
  readonly stdin: Buffer | undefined;
  /** What to read in place of the files at these paths. */
  readonly replaced?: ReplacedFiles;
  /** Whether a file may start nothing: those that are named are then read as those of a directory are. */
  readonly isMissingAllowed?: boolean;
  /** Called from time to time with the number of files looked at. */
  readonly onProgress: (files: number) => void;
}

/** What the files of these targets start; directories are searched. */
export async function readFiles(targets: readonly string[], options: ReadFilesOptions): Promise<Scan> {
  const { stdin, onProgress, isMissingAllowed = false } = options;
  const { files, problems } = findFiles(targets.filter((target) => target !== '-'));
  const found: Part[] = [{ problems }];
  if (stdin) found.push(await readContent({ path: '-', isNamed: true }, stdin, options));
  const isEachRead = !isMissingAllowed && files.every(({ isNamed }) => isNamed);
  const search = isEachRead ? undefined : await import('./search-file.ts');
  let examined = 0;
  for (const file of files) {
    const asked = isMissingAllowed ? { ...file, isNamed: false } : file;
    const part = readFound(asked, options, search?.isWorthReading);
    if (part) found.push(await part);
    examined += 1;
    if (examined % 64 === 0) onProgress(examined);
  }
  const invocations = found.flatMap((part) => part.invocations ?? []);
  const read = rangesOf(invocations);
  const parts = found.flatMap((part) => [part, part.unread?.(read) ?? {}]);
  const lists = parts.flatMap(({ processes }) => processes ?? []);
  return {
    source: 'files',
    hostName: null,
    files: files.length + (stdin ? 1 : 0) - lists.length,
    invocations,
    problems: parts.flatMap((part) => part.problems ?? []),
    setAside: parts.flatMap(({ setAside = [] }) => setAside),
    processes: lists.reduce((sum, processes) => sum + processes, 0),
  };
}

/** Where the arguments with the flag are written: a unit has some in its environment files. */
function rangesOf(invocations: readonly Invocation[]): Ranges {
  const written = invocations.flatMap(({ origin, arguments: args }) =>
    args.flatMap(({ text, path, range }) =>
      range && origin.kind === 'file' && mentionsFlag(text) ? [{ path: path ?? origin.path, range }] : [],
    ),
  );
  const byPath = groupBy(written, ({ path }) => [path]);
  return new Map([...byPath].map(([path, uses]) => [path, uses.map(({ range }) => range)]));
}

const BINARY_HINT = 'Unpack archives and decompress files first; save other things as text.';

/**
 * What a file starts; undefined for one of a directory that starts nothing, as most do.
 *
 * @param isWorthReading needed where not every file is named
 */
function readFound(
  file: FoundFile,
  options: ReadFilesOptions,
  isWorthReading?: (path: string, bytes: Buffer) => boolean,
): Part | Promise<Part> | undefined {
  const { path, isNamed } = file;
  let bytes: Buffer;
  try {
    bytes = options.replaced?.get(path) ?? (isNamed ? readWhole(path) : readListed(path));
  } catch (error) {
    return unread(file, error);
  }
  const isRead = isNamed || isWorthReading?.(path, bytes);
  return isRead ? readContent(file, Buffer.from(bytes), options) : undefined;
}

async function readContent(
  found: FoundFile,
  bytes: Buffer,
  { input, replaced }: Pick<ReadFilesOptions, 'input' | 'replaced'>,
): Promise<Part> {
  const { path, isNamed } = found;
  if (input === 'ps' || (input === undefined && isProcessList(bytes))) return listPart(path, bytes);
  const text = withoutPrompts(decodeText(bytes));
  const file = toSourceFile(path, text);
  if (text.includes('\0') && !(isRawCommandLine(text) && (input ?? 'cmdline') === 'cmdline')) {
    if (isNamed || (mentionsFlag(text) && !UNPRINTABLE.test(text)))
      return problem(path, 'it is binary', BINARY_HINT);
    return ignored(path, 'it is binary', mentionsFlag(text) ? file.spanOf(0, 1) : undefined);
  }
  const { readFile } = await import('./read-file.ts');
  const beside = (name: string) => readBeside(path, name, replaced);
  const read = readFile(file, beside, input, (unit) => filesOfService(unit, replaced));
  if (isNamed && read.error instanceof InconclusiveFile) return { problems: [problemIn(path, read.error)] };
  const invocations = read.invocations?.filter(mayBeApiServer);
  const list = invocations || input ? undefined : listIn(found, text, bytes);
  if (list) return list;
  const unread = (ranges?: Ranges): Part => {
    const part = unreadOf(found, file, read, ranges?.get(path), input);
    // What is said of a list names what standard input should be.
    const mayBeList = path === '-' && part.setAside && (read.error || !looksLikeYaml(path, text));
    return mayBeList ? listPart(path, bytes) : part;
  };
  const known = invocations && { invocations };
  return read.mentions.length > 0 ? { ...known, unread } : { ...unread(), ...known };
}

/** The processes of a text that is in no other format, if it is a list of them. */
function listIn({ path, isNamed }: FoundFile, text: string, bytes: Buffer): Part | undefined {
  const isList = showsServer(text);
  if (!isList && !looksLikeCommandLines(text)) return undefined;
  const list = listPart(path, bytes);
  const hasServer = list.invocations?.some(({ arguments: [program] }) =>
    isApiServerProgram(program?.text ?? ''),
  );
  const isCertain = list.problems?.length === 0 && (isNamed || hasServer);
  return isCertain || (isNamed && isList && (hasServer || !mentionsFlag(text))) ? list : undefined;
}

/** What is in no list of words that end with NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it is about.
const UNPRINTABLE = /[\x01-\x08\x0e-\x1f]/;

/** The processes of a list. */
function listPart(path: string, bytes: Buffer): Part {
  try {
    return readProcessList(bytes, path);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { problems: [problemIn(path, error)] };
  }
}

function mayBeApiServer({ arguments: args, environment = [] }: Invocation): boolean {
  return [...args, ...environment].some(({ text, isUnknown }) => mentionsApiServer(text) || isUnknown);
}

/** Of files in a directory, a large one is a problem only if it may start an API server. */
function unread({ path, isNamed }: FoundFile, error: unknown): Part {
  if (errnoOf(error) === 'ENOENT' && !isNamed) return {};
  if (!(error instanceof UnreadableFile)) return problem(path, `cannot be read: ${errnoMessage(error)}`);
  if (isNamed || !(error instanceof TooLargeFile)) return problem(path, error.message);
  try {
    const reason = whyIgnored(path);
    return reason === undefined
      ? problem(path, `${error.message}, and may start an API server`)
      : ignored(path, `${error.message}: ${reason}`);
  } catch (failure) {
    return problem(path, `cannot be read: ${errnoMessage(failure)}`);
  }
}
