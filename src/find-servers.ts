import type { Terminal } from './terminal/terminal.ts';
import { Progress } from './terminal/progress.ts';
import type { AuditRequest } from './command-line/request.ts';
import { write } from './terminal/write.ts';
import { detect } from './detection/detect.ts';
import { AuditError } from './model/audit-error.ts';
import type { SourceResult } from './model/source-result.ts';
import type { SetAside, ApiServer } from './model/api-server.ts';
import type { Input } from './sources/files/inputs.ts';
import type { OpenedFiles } from './host/inside-root.ts';
import type { ReplacedFiles } from './model/replaced-files.ts';

export interface Found {
  readonly found: SourceResult;
  /** The invocations that were found, told apart. */
  readonly detections: readonly (ApiServer | SetAside)[];
  /** Why nothing could be found at all; then what was found has it as a problem. */
  readonly failure?: AuditError;
  /** What manifests of the host would start that no process has come from. */
  readonly notRunning?: readonly ApiServer[];
  /** Which files of the host were read. */
  readonly opened?: OpenedFiles;
  /** The directory that the paths of host files are below: where this process has the root of the host. */
  readonly base?: string;
}

/** What a request says of where to look. */
export type SearchRequest = Pick<
  AuditRequest<string, Input>,
  'targets' | 'input' | 'root' | 'source' | 'isQuiet'
>;

/**
 * What a request asks to be audited: a host with what its files add, files, or standard input.
 *
 * @param replaced what to read in place of some files
 */
export async function findServers(
  request: SearchRequest,
  host: Terminal,
  replaced: ReplacedFiles = new Map(),
): Promise<Found> {
  try {
    return await detectIn(await find(request, host, replaced), request.root, replaced);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { found: nothing(request, error), detections: [], failure: error };
  }
}

function nothing({ targets, root }: SearchRequest, { message, hint }: AuditError): SourceResult {
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

async function find(request: SearchRequest, host: Terminal, replaced: ReplacedFiles): Promise<SourceResult> {
  if (request.targets.length > 0) {
    const { readFiles } = await import('./sources/files/read-files.ts');
    const stdin = request.targets.includes('-') ? await readStdin(host) : undefined;
    const progress = request.isQuiet ? undefined : new Progress(host);
    return await readFiles(request.targets, {
      input: request.input,
      stdin,
      replaced,
      onProgress: (files) => progress?.show(`Looked at ${files} files …`),
    }).finally(() => progress?.clear());
  }
  const { readHost } = await import('./live-host.ts');
  return readHost(request.source, request.root, host.platform);
}

/** What was found, told apart; on a host with what its files add. They are read only where they can add something. */
async function detectIn(found: SourceResult, root: string, replaced: ReplacedFiles): Promise<Found> {
  const detections = found.invocations.map(detect);
  if (found.source === 'files' || found.source === 'ps text') return { found, detections };
  const isServer = detections.some(({ kind }) => kind === 'api-server');
  if (!isServer && found.mayHaveStaticPods === false) return { found, detections };
  const { complete, hostFilesOf } = await import('./live-host.ts');
  const host = hostFilesOf(root, found.kubelets ?? [], replaced);
  const completed = await complete(detections, host);
  return {
    found: {
      ...found,
      problems: [...found.problems, ...completed.problems],
      hostFiles: [...host.opened.keys()].sort(),
    },
    detections: completed.detections,
    notRunning: completed.notRunning,
    opened: host.opened,
    base: host.root.base,
  };
}

async function readStdin(host: Terminal): Promise<Buffer> {
  if (host.stdin.isTTY) await write(host.stderr, 'Reading from the terminal; end it with Ctrl-D.\n');
  const { readStream } = await import('./sources/processes/read-stream.ts');
  return readStream(host.stdin);
}
