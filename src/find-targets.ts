import type { Host } from './cli/host.ts';
import { Progress } from './cli/progress.ts';
import type { AuditRequest } from './cli/request.ts';
import { write } from './cli/write.ts';
import { detect } from './detection/detect.ts';
import { AuditError } from './model/audit-error.ts';
import type { SourceResult } from './model/source-result.ts';
import type { SetAside, Target } from './model/target.ts';
import type { Input } from './sources/files/inputs.ts';

export interface Found {
  readonly found: SourceResult;
  /** The invocations that were found, told apart. */
  readonly detections: readonly (Target | SetAside)[];
  /** Why nothing could be found at all; then what was found has it as a problem. */
  readonly failure?: AuditError;
}

/** What a request asks to be audited: a host with what its files add, files, or standard input. */
export async function findTargets(request: AuditRequest<string, Input>, host: Host): Promise<Found> {
  try {
    return await detectIn(await find(request, host), request.root);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { found: nothing(request, error), detections: [], failure: error };
  }
}

function nothing(
  { targets, root }: AuditRequest<string, Input>,
  { message, hint }: AuditError,
): SourceResult {
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

async function find(request: AuditRequest<string, Input>, host: Host): Promise<SourceResult> {
  if (request.targets.length > 0) {
    const { readFiles } = await import('./sources/files/read-files.ts');
    const stdin = request.targets.includes('-') ? await readStdin(host) : undefined;
    const progress = new Progress(host);
    return await readFiles(request.targets, {
      input: request.input,
      stdin,
      onProgress: (files) => progress.show(`Looked at ${files} files …`),
    }).finally(() => progress.clear());
  }
  const { readHost } = await import('./sources/read-host.ts');
  return readHost(request.source, request.root, host.platform);
}

/** What was found, told apart; on a host with what its files add. They are read only where they can add something. */
async function detectIn(found: SourceResult, root: string): Promise<Found> {
  const detections = found.invocations.map(detect);
  if (found.source === 'files' || found.source === 'ps text') return { found, detections };
  const isServer = detections.some(({ kind }) => kind === 'target');
  if (!isServer && found.mayHaveStaticPods === false) return { found, detections };
  const { complete } = await import('./complete.ts');
  const { hostFilesOf } = await import('./sources/host-files/host-files.ts');
  const host = hostFilesOf(root, found.kubelets ?? []);
  const completed = await complete(detections, host);
  return {
    found: { ...found, problems: [...found.problems, ...completed.problems], hostFiles: host.opened() },
    detections: completed.detections,
  };
}

async function readStdin(host: Host): Promise<Buffer> {
  if (host.stdin.isTTY) await write(host.stderr, 'Reading from the terminal; end it with Ctrl-D.\n');
  const { readStream } = await import('./sources/read-stream.ts');
  return readStream(host.stdin);
}
