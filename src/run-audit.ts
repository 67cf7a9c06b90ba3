import { audit } from './audit/audit.ts';
import type { ReportFile } from './command-line/report-file.ts';
import type { AuditRequest } from './command-line/request.ts';
import { findServers } from './find-servers.ts';
import type { Discovery } from './model/discovery.ts';
import { AuditError } from './model/problem.ts';
import { type RenderOptions, type Report, TOOL } from './model/report.ts';
import { type FormatName, REPORTS } from './reporters/index.ts';
import type { Input } from './sources/files/input-formats.ts';
import { errnoMessage } from './sources/system/errno.ts';
import { describeError } from './terminal/describe-error.ts';
import { exitStatusOf } from './terminal/exit-status.ts';
import { isColoured, print, statusAfterLoss, write } from './terminal/print.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Finds, judges and reports. Gives the exit status; throws what kept it from finding anything. */
export async function runAudit(
  request: AuditRequest<FormatName, Input>,
  terminal: Terminal,
): Promise<number> {
  const startedAt = terminal.now();
  const discovery = await findServers(request, terminal);
  const { host = null, cluster = null } = request;
  const { hostName = terminal.name() } = discovery.scan;
  const report = audit(discovery, {
    tool: TOOL,
    host: host ?? hostName,
    cluster,
    isHostNamed: host !== null || cluster !== null,
    startedAt,
    auditedAt: terminal.now(),
    release: request.release,
    isStrict: request.isStrict,
  });
  const exitStatus = exitStatusOf(report.status, request.isMissingAllowed);
  const options = { exitStatus, isVerbose: request.isVerbose };
  const failures = await writeReports(request.reports, report, options, filesOf(discovery, request.root));
  if (discovery.failure) throw discovery.failure;
  for (const failure of failures) await write(terminal.stderr, describeError(failure));
  const finalStatus = failures.length > 0 ? statusAfterLoss(exitStatus) : exitStatus;
  if (request.isQuiet) return finalStatus;
  const render = await REPORTS[request.format].load();
  const isColour = isColoured(terminal, request.isColourWanted);
  const text = render(report, { ...options, exitStatus: finalStatus, isColoured: isColour });
  return print(text, finalStatus, terminal);
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
    'Choose another path, or fix the permissions.',
  );
}

/** The files that were audited, which no report may replace. */
function filesOf({ scan, hostFiles }: Discovery, root: string): string[] {
  const named = scan.invocations.flatMap(({ origin }) => (origin.kind === 'process' ? [] : [origin.path]));
  return [...named, ...[...(hostFiles?.keys() ?? [])].map((path) => `${root}/${path}`)];
}
