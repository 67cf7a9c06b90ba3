import type { Discovery } from '../model/discovery.ts';
import { printableTexts } from '../model/printable.ts';
import type { Release } from '../model/release.ts';
import type { Report, Tool } from '../model/report.ts';
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
  const { scan, hostFiles } = discovery;
  const findings = discovery.servers.map((server) => judge(server, options));
  const isBlind = findings.length === 0 && scan.blindSpot !== undefined;
  const problems = isBlind ? [...discovery.problems, scan.blindSpot] : discovery.problems;

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
