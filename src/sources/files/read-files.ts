import { mentionsApiServer } from '../../model/api-server-words.ts';
import { AuditError } from '../../model/audit-error.ts';
import type { Invocation } from '../../model/invocation.ts';
import type { Problem } from '../../model/problem.ts';
import type { Scan } from '../../model/discovery.ts';
import type { SetAside } from '../../model/api-server.ts';
import { decodeForSearch, decodeText } from '../system/bytes.ts';
import { errnoMessage, errnoOf } from '../system/errno.ts';
import { isProcessList, readProcessList } from '../processes/process-list.ts';
import { UnreadableFile } from '../system/descriptors.ts';
import type { ReplacedFiles } from '../../model/replaced-files.ts';
import { filesOfService } from './systemd/files-of-service.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import type { Input } from './input-formats.ts';
import { readWhole, TooLargeFile, whySetAside } from './read-whole.ts';
import { looksLikeBrokenManifest, mayStartApiServer } from './worth-reading.ts';
import { readBeside } from './read-beside.ts';
import { toSourceFile } from './source-file.ts';

export interface ReadFilesOptions {
  /** The format of every file, where their content is not to decide. */
  readonly input: Input | undefined;
  /** The content of the target `-`. */
  readonly stdin: Buffer | undefined;
  /** What to read in place of the files at these paths. */
  readonly replaced?: ReplacedFiles;
  /** Called now and then with the number of files looked at. */
  readonly onProgress: (files: number) => void;
}

interface Collected {
  readonly invocations: Invocation[];
  readonly problems: Problem[];
  readonly setAside: SetAside[];
  processes: number;
  lists: number;
}

/** What the files of these targets start; directories are searched. */
export async function readFiles(targets: readonly string[], options: ReadFilesOptions): Promise<Scan> {
  const collected: Collected = { invocations: [], problems: [], setAside: [], processes: 0, lists: 0 };
  const files = findFiles(
    targets.filter((target) => target !== '-'),
    (problem) => collected.problems.push(problem),
  );
  if (options.stdin) await readContent({ path: '-', isNamed: true }, options.stdin, options, collected);
  for (const [index, file] of files.entries()) {
    if (index % 64 === 63) options.onProgress(index);
    const bytes = options.replaced?.get(file.path) ?? readBytes(file, collected);
    if (bytes && isToBeRead(file, bytes)) await readContent(file, Buffer.from(bytes), options, collected);
  }
  const { lists, ...found } = collected;
  return { source: 'files', hostName: null, files: files.length + (options.stdin ? 1 : 0) - lists, ...found };
}

function isToBeRead({ path, isNamed }: FoundFile, bytes: Buffer): boolean {
  return isNamed || mayStartApiServer(path, [decodeForSearch(bytes)]);
}

async function readContent(
  { path, isNamed }: FoundFile,
  bytes: Buffer,
  { input, replaced }: Pick<ReadFilesOptions, 'input' | 'replaced'>,
  collected: Collected,
): Promise<void> {
  try {
    if (input === 'ps' || (input === undefined && isProcessList(bytes))) {
      addProcessList(bytes, path, collected);
      return;
    }
    const text = decodeText(bytes);
    if (text.includes('\0')) throw new AuditError('it is binary', 'Give it as text.');
    const file = toSourceFile(path, text);
    const { readFile } = await import('./read-file.ts');
    const beside = (name: string) => readBeside(path, name, replaced);
    const { invocations, error } = readFile(file, beside, input, (unit) => filesOfService(unit, replaced));
    for (const one of invocations ?? []) if (isOfConcern(one)) collected.invocations.push(one);
    if (error) throw error;
    if (invocations !== undefined) return;
    if (path === '-') addProcessList(bytes, path, collected);
    else if (isNamed && input)
      throw new AuditError(`it is no ${input} file`, 'Leave out --input to have it told.');
    else setAside(path, 'of no format that starts an API server', collected);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    if (isNamed || looksLikeBrokenManifest(path, bytes)) {
      collected.problems.push({ path, message: error.message, hint: error.hint });
    } else {
      setAside(path, error.message, collected);
    }
  }
}

function setAside(path: string, reason: string, collected: Collected): void {
  const place = { line: 1, column: 1, format: 'unknown', object: null, container: null };
  collected.setAside.push({
    kind: 'set-aside',
    origin: { kind: 'file', path, ...place },
    program: '(no program)',
    reason,
  });
}

function addProcessList(bytes: Buffer, path: string, collected: Collected): void {
  const { invocations, problems, processes } = readProcessList(bytes, path);
  collected.lists += 1;
  collected.invocations.push(...invocations);
  collected.problems.push(...problems);
  collected.processes += processes;
}

function isOfConcern({ arguments: args }: Invocation): boolean {
  return args.some(({ text, isUnknown }) => mentionsApiServer(text) || isUnknown);
}

function readBytes(file: FoundFile, collected: Collected): Buffer | undefined {
  try {
    return readWhole(file.path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' && !file.isNamed) return undefined;
    addUnread(file, error, collected);
    return undefined;
  }
}

/** Of files in a directory, only those count that may start an API server. */
function addUnread({ path, isNamed }: FoundFile, error: unknown, collected: Collected): void {
  const add = (message: string) =>
    collected.problems.push({ path, message, hint: 'Check the file, or leave it out.' });
  if (!(error instanceof UnreadableFile)) add(`cannot be read: ${errnoMessage(error)}`);
  else if (isNamed || !(error instanceof TooLargeFile)) add(error.message);
  else {
    try {
      const reason = whySetAside(path);
      if (reason === undefined) add(`${error.message}, and may start an API server`);
      else setAside(path, `${error.message}: ${reason}`, collected);
    } catch (failure) {
      add(`cannot be read: ${errnoMessage(failure)}`);
    }
  }
}
