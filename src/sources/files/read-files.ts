import { mentionsApiServer } from '../../model/api-server-words.ts';
import type { ReplacedFiles, Scan } from '../../model/discovery.ts';
import type { Invocation } from '../../model/invocation.ts';
import { AuditError } from '../../model/problem.ts';
import { isProcessList, readProcessList } from '../processes/process-list.ts';
import { decodeForSearch, decodeText } from '../system/bytes.ts';
import { UnreadableFile } from '../system/descriptors.ts';
import { errnoMessage, errnoOf } from '../system/errno.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { Input } from './input-formats.ts';
import { readBeside } from './read-beside.ts';
import { readWhole, TooLargeFile, whyIgnored } from './read-whole.ts';
import { toSourceFile } from './source-file.ts';
import { filesOfService } from './systemd/files-of-service.ts';
import { looksLikeBrokenManifest, mayStartApiServer } from './worth-reading.ts';

export interface ReadFilesOptions {
  /** The format of every file; detected from their content without it. */
  readonly input: Input | undefined;
  /** The content of the target `-`. */
  readonly stdin: Buffer | undefined;
  /** What to read in place of the files at these paths. */
  readonly replaced?: ReplacedFiles;
  /** Called from time to time with the number of files looked at. */
  readonly onProgress: (files: number) => void;
}

type Part = Partial<Pick<Scan, 'invocations' | 'problems' | 'setAside' | 'processes'>>;

/** What the files of these targets start; directories are searched. */
export async function readFiles(targets: readonly string[], options: ReadFilesOptions): Promise<Scan> {
  const { stdin, onProgress } = options;
  const { files, problems } = findFiles(targets.filter((target) => target !== '-'));
  const parts: Part[] = [{ problems }];
  if (stdin) parts.push(await readContent({ path: '-', isNamed: true }, stdin, options));
  for (const [index, file] of files.entries()) {
    if (index % 64 === 63) onProgress(index);
    parts.push(await readFound(file, options));
  }
  const lists = parts.flatMap(({ processes }) => processes ?? []);
  return {
    source: 'files',
    hostName: null,
    files: files.length + (stdin ? 1 : 0) - lists.length,
    invocations: parts.flatMap(({ invocations = [] }) => invocations),
    problems: parts.flatMap((part) => part.problems ?? []),
    setAside: parts.flatMap(({ setAside = [] }) => setAside),
    processes: lists.reduce((sum, processes) => sum + processes, 0),
  };
}

async function readFound(file: FoundFile, options: ReadFilesOptions): Promise<Part> {
  const { path, isNamed } = file;
  let bytes: Buffer;
  try {
    bytes = options.replaced?.get(path) ?? readWhole(path);
  } catch (error) {
    return unread(file, error);
  }
  const isRead = isNamed || mayStartApiServer(path, [decodeForSearch(bytes)]);
  return isRead ? readContent(file, Buffer.from(bytes), options) : {};
}

async function readContent(
  { path, isNamed }: FoundFile,
  bytes: Buffer,
  { input, replaced }: Pick<ReadFilesOptions, 'input' | 'replaced'>,
): Promise<Part> {
  let invocations: readonly Invocation[] | undefined;
  try {
    if (input === 'ps' || (input === undefined && isProcessList(bytes))) return readProcessList(bytes, path);
    const text = decodeText(bytes);
    if (text.includes('\0')) throw new AuditError('it is binary', 'Save it as text.');
    const file = toSourceFile(path, text);
    const { readFile } = await import('./read-file.ts');
    const beside = (name: string) => readBeside(path, name, replaced);
    const read = readFile(file, beside, input, (unit) => filesOfService(unit, replaced));
    invocations = read.invocations?.filter(mayBeApiServer);
    if (read.error) throw read.error;
    if (invocations !== undefined) return { invocations };
    if (path === '-') return readProcessList(bytes, path);
    if (!isNamed || !input) return ignored(path, 'not in a format that starts an API server');
    throw new AuditError(`it is not in ${input} format`, 'Omit --input to detect the format.');
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    const isProblem = isNamed || looksLikeBrokenManifest(path, bytes);
    const part = isProblem ? problem(path, error.message, error.hint) : ignored(path, error.message);
    return { ...part, ...(invocations && { invocations }) };
  }
}

function mayBeApiServer({ arguments: args }: Invocation): boolean {
  return args.some(({ text, isUnknown }) => mentionsApiServer(text) || isUnknown);
}

function problem(path: string, message: string, hint = 'Check the file, or leave it out.'): Part {
  return { problems: [{ path, message, hint }] };
}

function ignored(path: string, reason: string): Part {
  const place = { line: 1, column: 1, format: 'unknown', object: null, container: null };
  const origin = { kind: 'file', path, ...place } as const;
  return { setAside: [{ kind: 'set-aside', origin, program: '(no program)', reason }] };
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
