import { audit } from './audit/audit.ts';
import { EXIT_STATUSES, exitStatusOf } from './cli/exit-status.ts';
import type { Host } from './cli/host.ts';
import { isColoured } from './cli/is-coloured.ts';
import { parseCommandLine } from './cli/parse-command-line.ts';
import { Progress } from './cli/progress.ts';
import type { AuditRequest } from './cli/request.ts';
import { TOOL } from './cli/version.ts';
import { write } from './cli/write.ts';
import { kubeletHttps } from './controls/kubelet-https.ts';
import { detect } from './detection/detect.ts';
import { AuditError } from './model/audit-error.ts';
import { printable } from './model/printable.ts';
import type { SourceResult } from './model/source-result.ts';
import type { SetAside, Target } from './model/target.ts';
import { FORMATS, type FormatName } from './reporters/index.ts';
import { INPUTS } from './sources/files/inputs.ts';

export { hostOf } from './cli/host.ts';

const UNKNOWN = EXIT_STATUSES.unknown.status;

/** Runs the command line and gives back its exit status. Never throws. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await run(argv, host);
  } catch (error) {
    await write(host.stderr, describeError(error));
    return UNKNOWN;
  }
}

async function run(argv: readonly string[], host: Host): Promise<number> {
  const request = parseCommandLine(argv, FORMATS, INPUTS, host.stdout.columns ?? 80);
  switch (request.command) {
    case 'print':
      return print(request.text, 0, host);
    case 'explain': {
      const { explain } = await import('./reporters/explain.ts');
      return print(explain(kubeletHttps, isColoured(host, request.isColourWanted)), 0, host);
    }
    case 'audit':
      return runAudit(request, host);
    default:
      return request satisfies never;
  }
}

async function runAudit(request: AuditRequest<FormatName>, host: Host): Promise<number> {
  const { found, detections } = await detectIn(await find(request, host), request.root);
  const report = audit(found, detections, kubeletHttps, {
    tool: TOOL,
    host: found.hostName === undefined ? host.name() : found.hostName,
    auditedAt: host.now(),
    release: request.release,
    isStrict: request.isStrict,
  });
  const exitStatus = exitStatusOf(report.status, request.isMissingAllowed);
  if (request.isQuiet) return exitStatus;
  const render = await FORMATS[request.format].load();
  const text = render(report, {
    exitStatus,
    isColoured: isColoured(host, request.isColourWanted),
    isVerbose: request.isVerbose,
  });
  return print(text, exitStatus, host);
}

async function find(request: AuditRequest<FormatName>, host: Host): Promise<SourceResult> {
  if (request.targets.length > 0) {
    const { readFiles } = await import('./sources/files/read-files.ts');
    const stdin = request.targets.includes('-') ? await readStdin(host) : undefined;
    const progress = new Progress(host);
    return await readFiles(request.targets, {
      input: INPUTS.find((name) => name === request.input),
      stdin,
      onProgress: (files) => progress.show(`Looked at ${files} files …`),
    }).finally(() => progress.clear());
  }
  const { readHost } = await import('./sources/read-host.ts');
  return readHost(request.source, request.root, host.platform);
}

interface Detected {
  readonly found: SourceResult;
  readonly detections: readonly (Target | SetAside)[];
}

/** What was found, told apart; on a host with what its files add. They are read only where they can add something. */
async function detectIn(found: SourceResult, root: string): Promise<Detected> {
  const detections = found.invocations.map(detect);
  if (found.source === 'files' || found.source === 'ps text') return { found, detections };
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

/** A reader that has seen enough and closes the pipe does not change what was found; a lost report does. */
async function print(text: string, exitStatus: number, host: Host): Promise<number> {
  const error = await write(host.stdout, text);
  if (error === undefined || ('code' in error && error.code === 'EPIPE')) return exitStatus;
  const failure = new AuditError(
    `cannot write to standard output: ${error.message}`,
    'What was written is not whole.',
  );
  await write(host.stderr, describeError(failure));
  return exitStatus === EXIT_STATUSES.fail.status ? exitStatus : UNKNOWN;
}

function describeError(error: unknown): string {
  if (error instanceof AuditError) {
    return `error: ${printable(error.message)}\nhint: ${printable(error.hint)}\n`;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack
    .split('\n')
    .map((line) => `  ${printable(line.trim())}`)
    .join('\n');
  return `error: this is a bug of ${TOOL.name} ${TOOL.version}\nhint: Please report it with the lines below.\n${lines}\n`;
}
