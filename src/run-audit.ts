import { audit } from './audit/audit.ts';
import type { AuditRequest } from './command-line/request.ts';
import { findServers } from './find-servers.ts';
import type { Discovery } from './model/discovery.ts';
import { type Report, TOOL } from './model/report.ts';
import { type FormatName, REPORTS } from './reporters/index.ts';
import type { Input } from './sources/files/input-formats.ts';
import { exitStatusOf } from './terminal/exit-status.ts';
import { publish } from './terminal/publish.ts';
import type { Terminal } from './terminal/terminal.ts';

type Request = AuditRequest<FormatName, Input>;

/** Finds, judges and reports. Gives the exit status; throws what kept it from finding anything. */
export async function runAudit(request: Request, terminal: Terminal): Promise<number> {
  const startedAt = terminal.now();
  const waive = await waiverOf(request);
  const discovery = await findServers(request, terminal);
  const { host = null, cluster = null } = request;
  const { hostName = terminal.name() } = discovery.scan;
  const audited = audit(discovery, {
    tool: TOOL,
    host: host ?? hostName,
    cluster,
    isHostNamed: host !== null || cluster !== null,
    startedAt,
    auditedAt: terminal.now(),
    release: request.release,
    isStrict: request.isStrict,
  });
  const report = waive(audited);
  // A node of workers that is watched has nothing to say, every hour.
  const isNothing = report.status === 'notapplicable' && request.isMissingAllowed;
  return publish(
    { ...request, isQuiet: request.isQuiet || (isNothing && request.every !== undefined) },
    {
      exitStatus: exitStatusOf(report.status, request.isMissingAllowed),
      render: async (format, options) => (await REPORTS[format].load())(report, options),
      inputs: [...filesOf(discovery, request.root), request.waivers ?? []].flat(),
      isOfHere: request.root === '/',
      failure: discovery.failure,
    },
    terminal,
  );
}

/** What accepts failures of a report: nothing without a file of waivers. Throws an AuditError for one that is wrong. */
async function waiverOf({ waivers: path, targets }: Request): Promise<(report: Report) => Report> {
  if (path === undefined) return (report) => report;
  const { readWaivers } = await import('./waivers/read-waivers.ts');
  const { waiveReport } = await import('./waivers/waive-report.ts');
  const waivers = readWaivers(path, targets.length === 0);
  return (report) => waiveReport(report, waivers);
}

/** The files that were audited, which no report may replace. */
function filesOf({ scan, hostFiles }: Discovery, root: string): string[] {
  const named = scan.invocations.flatMap(({ origin }) => (origin.kind === 'process' ? [] : [origin.path]));
  return [...named, ...[...(hostFiles?.keys() ?? [])].map((path) => `${root}/${path}`)];
}
