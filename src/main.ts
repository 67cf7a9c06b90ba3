import { audit } from './audit/audit.ts';
import { describeError } from './terminal/describe-error.ts';
import { EXIT_STATUSES, exitStatusOf } from './terminal/exit-status.ts';
import type { Terminal } from './terminal/terminal.ts';
import { isColoured } from './terminal/is-coloured.ts';
import { parseCommandLine } from './command-line/parse-command-line.ts';
import { print, statusAfterLoss } from './terminal/print.ts';
import type { ReportFile } from './command-line/report-file.ts';
import type { AuditRequest } from './command-line/request.ts';
import { TOOL } from './terminal/version.ts';
import { write } from './terminal/write.ts';
import { kubeletHttps } from './audit/control/kubelet-https.ts';
import { findServers } from './find-servers.ts';
import { AuditError } from './model/audit-error.ts';
import type { Report } from './model/report.ts';
import type { SourceResult } from './model/source-result.ts';
import { REPORTS, type FormatName } from './reporters/index.ts';
import type { RenderOptions } from './reporters/reporter.ts';
import { errnoMessage } from './sources/system/errno.ts';
import { INPUT_FORMATS, type Input } from './sources/files/inputs.ts';

const UNKNOWN = EXIT_STATUSES.unknown.status;

/** Runs the command line and gives back its exit status. Never throws. */
export async function main(argv: readonly string[], host: Terminal): Promise<number> {
  try {
    return await run(argv, host);
  } catch (error) {
    await write(host.stderr, describeError(error));
    return UNKNOWN;
  }
}

async function run(argv: readonly string[], host: Terminal): Promise<number> {
  const request = parseCommandLine(argv, REPORTS, INPUT_FORMATS, () => host.stdout.columns ?? 80);
  switch (request.command) {
    case 'print':
      return print(request.text, 0, host);
    case 'explain': {
      const { explain } = await import('./reporters/explain.ts');
      return print(explain(kubeletHttps, isColoured(host, request.isColourWanted)), 0, host);
    }
    case 'fix': {
      const { runFix } = await import('./fix/run-fix.ts');
      return runFix(request, host);
    }
    case 'audit':
      return runAudit(request, host);
    default:
      return request satisfies never;
  }
}

async function runAudit(request: AuditRequest<FormatName, Input>, host: Terminal): Promise<number> {
  const startedAt = host.now();
  const { found, detections, failure } = await findServers(request, host);
  const report = audit(found, detections, {
    tool: TOOL,
    host: found.hostName === undefined ? host.name() : found.hostName,
    startedAt,
    auditedAt: host.now(),
    release: request.release,
    isStrict: request.isStrict,
  });
  const exitStatus = exitStatusOf(report.status, request.isMissingAllowed);
  const options = { exitStatus, isVerbose: request.isVerbose };
  const failures = await writeReports(request.reports, report, options, filesOf(found, request.root));
  if (failure) throw failure;
  for (const failure of failures) await write(host.stderr, describeError(failure));
  const finalStatus = failures.length > 0 ? statusAfterLoss(exitStatus) : exitStatus;
  if (request.isQuiet) return finalStatus;
  const render = await REPORTS[request.format].load();
  const isColour = isColoured(host, request.isColourWanted);
  const text = render(report, { ...options, exitStatus: finalStatus, isColoured: isColour });
  return print(text, finalStatus, host);
}

/** Writes each report to its file, whatever becomes of the others, and gives back the errors. */
async function writeReports(
  files: readonly ReportFile<FormatName>[],
  report: Report,
  options: Omit<RenderOptions, 'isColoured'>,
  audited: readonly string[],
): Promise<AuditError[]> {
  if (files.length === 0) return [];
  const { identitiesOf, writeReport } = await import('./terminal/write-report.ts');
  const taken = identitiesOf(audited);
  const failures: AuditError[] = [];
  for (const { format, path } of files) {
    const render = await REPORTS[format].load();
    try {
      writeReport(path, render(report, { ...options, isColoured: false }), taken);
    } catch (error) {
      failures.push(toWriteError(error, path));
    }
  }
  return failures;
}

function toWriteError(error: unknown, path: string): AuditError {
  if (error instanceof AuditError) return error;
  return new AuditError(
    `cannot write ${path}: ${errnoMessage(error)}`,
    'Name another file, or make it possible there.',
  );
}

/** The files that were audited, which no report may replace. */
function filesOf({ invocations, hostFiles = [] }: SourceResult, root: string): string[] {
  const named = invocations.flatMap(({ origin }) => (origin.kind === 'process' ? [] : [origin.path]));
  return [...named, ...hostFiles.map((path) => `${root}/${path}`)];
}
