import type { ApiServer } from '../model/api-server.ts';
import type { Discovery } from '../model/discovery.ts';
import { printableTexts } from '../model/printable.ts';
import type { Problem } from '../model/problem.ts';
import type { Release } from '../model/release.ts';
import type { Finding, Report, Tool } from '../model/report.ts';
import { worstOf } from '../model/verdict.ts';
import { kubeletHttps } from './control/kubelet-https.ts';
import { judge } from './judge.ts';

export interface AuditOptions {
  readonly tool: Tool;
  readonly host: string | null;
  readonly startedAt: Date;
  readonly auditedAt: Date;
  /** The release of every server that does not show its own. */
  readonly release: Release | undefined;
  /** Treat warnings as failures. */
  readonly isStrict: boolean;
}

export function audit(discovery: Discovery, options: AuditOptions): Report {
  const { scan, hostFiles, servers, notRunning } = discovery;
  const down = notRunning.map((server) => ({ server, finding: judge(server, options) }));
  const findings = [
    ...servers.map((server) => judge(server, options)),
    ...down.flatMap(({ finding }) => (finding.status === 'fail' ? [withoutProcess(finding)] : [])),
  ];
  const isBlind = findings.length === 0 && scan.blindSpot !== undefined;
  const problems = [
    ...discovery.problems,
    ...down.flatMap(({ server, finding }) =>
      finding.status === 'fail' ? [] : notRunningProblem(server, finding),
    ),
    ...(isBlind ? [scan.blindSpot] : []),
  ];

  return {
    tool: options.tool,
    control: kubeletHttps,
    startedAt: options.startedAt,
    auditedAt: options.auditedAt,
    findings,
    ...printableTexts({
      host: options.host,
      status: worstOf([...findings.map(({ status }) => status), ...problems.map(() => 'unknown' as const)]),
      problems,
      examined: {
        source: scan.source,
        processes: scan.processes,
        ...(scan.files !== undefined && { files: scan.files }),
        ...(hostFiles && { hostFiles: [...hostFiles.keys()].sort() }),
        ...(scan.note !== undefined && { note: scan.note }),
        ...(scan.blindSpot && { blindSpot: scan.blindSpot }),
        setAside: discovery.setAside,
      },
    }),
  };
}

const WHY = 'Check "crictl ps -a" and the log of the kubelet.';

/** What a manifest starts fails by its arguments alone; why it does not run is another question. */
function withoutProcess(finding: Finding): Finding {
  const warning = { code: 'not-running', message: `It is not running. ${WHY}` } as const;
  return { ...finding, warnings: [...finding.warnings, warning] };
}

/** A server that would pass and does not run: what else may run in its place is not known. */
function notRunningProblem({ invocation: { origin } }: ApiServer, { reason, warnings }: Finding): Problem[] {
  if (origin.kind !== 'file') return [];
  const message = 'it defines an API server that is not running';
  const removed = warnings.find(({ code }) => code === 'flag-removed');
  return removed
    ? [{ path: origin.path, message: `${message}: ${reason}`, hint: removed.message }]
    : [{ path: origin.path, message, hint: WHY }];
}
