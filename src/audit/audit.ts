import { printableTexts } from '../model/printable-texts.ts';
import type { Release } from '../model/release.ts';
import type { Report, Tool } from '../model/report.ts';
import type { SourceResult } from '../model/source-result.ts';
import { worstOf } from '../model/status.ts';
import type { SetAside, ApiServer } from '../model/api-server.ts';
import { kubeletHttps } from './control/kubelet-https.ts';
import { judge } from './judge.ts';

export interface AuditOptions {
  readonly tool: Tool;
  readonly host: string | null;
  readonly startedAt: Date;
  readonly auditedAt: Date;
  /** The release of every server, where it cannot be seen. */
  readonly release: Release | undefined;
  /** Warnings fail. */
  readonly isStrict: boolean;
}

/** Judges what a source found; `detections` are its invocations, told apart. */
export function audit(
  found: SourceResult,
  detections: readonly (ApiServer | SetAside)[],
  options: AuditOptions,
): Report {
  const findings = detections
    .filter((detection) => detection.kind === 'api-server')
    .map((target) => judge(target, options));
  const isBlind = findings.length === 0 && found.blindSpot !== undefined;
  const problems = isBlind ? [...found.problems, found.blindSpot] : found.problems;

  return {
    tool: options.tool,
    control: kubeletHttps,
    host: printableTexts(options.host),
    startedAt: options.startedAt,
    auditedAt: options.auditedAt,
    status: worstOf([...findings.map(({ status }) => status), ...problems.map(() => 'unknown' as const)]),
    findings,
    problems: printableTexts(problems),
    examined: printableTexts({
      source: found.source,
      processes: found.processes,
      ...(found.files !== undefined && { files: found.files }),
      ...(found.hostFiles && { hostFiles: found.hostFiles }),
      ...(found.blindSpot && { blindSpot: found.blindSpot }),
      setAside: [
        ...(found.setAside ?? []),
        ...detections.filter((detection) => detection.kind === 'set-aside'),
      ],
    }),
  };
}
