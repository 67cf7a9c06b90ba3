import type { AuditRequest } from './command-line/request.ts';
import { detectAll } from './detection/detect.ts';
import type { Discovery, ReplacedFiles, Scan } from './model/discovery.ts';
import { AuditError } from './model/problem.ts';
import type { Input } from './sources/files/input-formats.ts';
import { write } from './terminal/print.ts';
import { Progress } from './terminal/progress.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a request says of where to look. */
export type SearchRequest = Pick<
  AuditRequest<string, Input>,
  'targets' | 'input' | 'root' | 'source' | 'isQuiet'
> & { readonly isMissingAllowed?: boolean };

/**
 * What a request asks to be audited: a host with what its files add, files, or standard input.
 *
 * @param replaced what to read in place of some files
 */
export async function findServers(
  request: SearchRequest,
  terminal: Terminal,
  replaced: ReplacedFiles = new Map(),
): Promise<Discovery> {
  try {
    if (request.targets.length > 0) return detectAll(await scanFiles(request, terminal, replaced));
    const { searchHost } = await import('./host/search-host.ts');
    return await searchHost(request.source, request.root, terminal.platform, replaced);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { ...detectAll(nothing(request, error)), failure: error };
  }
}

function nothing({ targets, root }: SearchRequest, { message, hint }: AuditError): Scan {
  const isHost = targets.length === 0;
  return {
    source: isHost ? 'procfs' : 'files',
    ...(!(isHost && root === '/') && { hostName: null }),
    processes: 0,
    ...(!isHost && { files: 0 }),
    invocations: [],
    problems: [{ path: isHost ? root : '-', message, hint }],
  };
}

async function scanFiles(
  { targets, input, isQuiet, isMissingAllowed = false }: SearchRequest,
  terminal: Terminal,
  replaced: ReplacedFiles,
): Promise<Scan> {
  const { readFiles } = await import('./sources/files/read-files.ts');
  const stdin = targets.includes('-') ? await readStdin(terminal) : undefined;
  const progress = isQuiet ? undefined : new Progress(terminal);
  return await readFiles(targets, {
    input,
    stdin,
    replaced,
    isMissingAllowed,
    onProgress: (files) => progress?.show(`Examined ${files} files …`),
  }).finally(() => progress?.clear());
}

async function readStdin(terminal: Terminal): Promise<Buffer> {
  if (terminal.stdin.isTTY) await write(terminal.stderr, 'Reading from the terminal; end it with Ctrl-D.\n');
  const { readStream } = await import('./sources/processes/read-stream.ts');
  return readStream(terminal.stdin);
}
