import type { WhereToFix } from '../model/api-server.ts';
import type { Finding } from '../model/report.ts';
import type { VerdictStatus } from '../model/verdict.ts';
import { kubeletHttps, remediationFor } from './control/kubelet-https.ts';
import { hasRemovedFlag, type JudgedStart } from './drift.ts';

/** What to do about a server that fails, or will after a restart: on this host, in this file, or in general. */
export function remediationOf(
  status: VerdictStatus,
  current: JudgedStart,
  next: readonly JudgedStart[],
): Pick<Finding, 'remediation'> {
  const { server, verdict } = current;
  const isToChange = next.some((start) => start.verdict.status === 'fail' || hasRemovedFlag(start.verdict));
  if (!isToChange && (status !== 'fail' || verdict.evidence.arguments.length === 0)) return {};
  const lines = flagLines([current, ...next]);
  const remediation = server.whereToFix
    ? remediationAt(server.whereToFix, lines, next)
    : server.invocation.origin.kind === 'file'
      ? remediationFor({}, lines)
      : kubeletHttps.remediation;
  return remediation === undefined ? {} : { remediation };
}

function remediationAt(
  whereToFix: WhereToFix,
  lines: readonly string[],
  next: readonly JudgedStart[],
): string | undefined {
  const willPass = next.length > 0 && next.every((start) => start.verdict.evidence.arguments.length === 0);
  return willPass
    ? `The files that start it are already correct. To make them take effect, ${whereToFix.afterwards ?? 'restart the server'}.`
    : remediationFor(whereToFix, lines);
}

/** Where the flag is written in files, `path:line` each. */
function flagLines(starts: readonly JudgedStart[]): string[] {
  const lines = starts.flatMap(({ server: { invocation }, verdict: { evidence } }) => {
    if (invocation.editInstead !== undefined) return [];
    const own = invocation.origin.kind === 'file' ? invocation.origin.path : undefined;
    return evidence.arguments.flatMap(({ path = own, span }) =>
      path === undefined || span === undefined ? [] : [`${path}:${span.line}`],
    );
  });
  return [...new Set(lines)];
}
