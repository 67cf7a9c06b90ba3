import type { Discovery } from '../model/discovery.ts';
import { compareFindings } from '../model/finding-order.ts';
import { printableTexts } from '../model/printable.ts';
import type { Release } from '../model/release.ts';
import { type Report, statusOf, type Tool } from '../model/report.ts';
import { kubeletHttps } from './control/kubelet-https.ts';
import { judge } from './judge.ts';
import { notRunningProblem, withoutProcess } from './not-running.ts';

export interface AuditOptions {
  readonly tool: Tool;
  readonly host: string | null;
  readonly cluster: string | null;
  /** Whether the user said which host or cluster it is. */
  readonly isHostNamed: boolean;
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
    ...down.flatMap(({ finding }) => (finding.status === 'fail' ? [withoutProcess(finding, scan)] : [])),
  ].sort(compareFindings);
  const isBlind = findings.length === 0 && scan.blindSpot !== undefined;
  const problems = [
    ...discovery.problems,
    ...down.flatMap(({ server, finding }) =>
      finding.status === 'fail' ? [] : notRunningProblem(server, finding, scan),
    ),
    ...(isBlind ? [scan.blindSpot] : []),
  ];

  return {
    tool: options.tool,
    control: kubeletHttps,
    startedAt: options.startedAt,
    auditedAt: options.auditedAt,
    findings,
    isHostNamed: options.isHostNamed,
    ...printableTexts({
      host: options.host,
      cluster: options.cluster,
      status: statusOf({ findings, problems }),
      problems,
      examined: {
        source: scan.source,
        processes: scan.processes,
        ...(scan.files !== undefined && { files: scan.files }),
        ...(hostFiles && { hostFiles: [...hostFiles.keys()].sort() }),
        ...noteOf(discovery, options),
        ...(scan.blindSpot && { blindSpot: scan.blindSpot }),
        setAside: discovery.setAside,
      },
    }),
  };
}

function noteOf({ scan, servers }: Discovery, { host }: AuditOptions): { readonly note?: string } {
  if (scan.note !== undefined) return { note: scan.note };
  const isNameless = host === null && servers.some(({ invocation }) => invocation.origin.kind === 'ps');
  return isNameless ? { note: 'The process list does not name its host; --host does, in every report.' } : {};
}
