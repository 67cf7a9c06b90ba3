import type { ApiServer } from '../model/api-server.ts';
import type { Scan } from '../model/discovery.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding } from '../model/report.ts';

const WHY = 'Check "crictl ps -a" and the log of the kubelet.';

/** What a manifest starts fails by its arguments alone; why it does not run is another question. */
export function withoutProcess(finding: Finding, scan: Scan): Finding {
  const [unseen] = scan.problems;
  const message = unseen
    ? `This user cannot see whether it is running. ${unseen.hint}`
    : `It ${notRunningIn(scan)}. ${WHY}`;
  return { ...finding, warnings: [...finding.warnings, { code: 'not-running', message }] };
}

/** A server that would pass and does not run: what else may run in its place is not known. */
export function notRunningProblem(
  { invocation: { origin } }: ApiServer,
  { reason, isRefused, warnings }: Finding,
  scan: Scan,
): Problem[] {
  if (origin.kind !== 'file') return [];
  const [unseen] = scan.problems;
  const state = unseen
    ? 'this user cannot see whether its API server is running'
    : `its API server ${notRunningIn(scan)}`;
  const advice = unseen ? [unseen.hint] : isRefused ? [] : [WHY];
  return [
    {
      path: origin.path,
      message: isRefused ? `${state}: ${reason}` : state,
      hint: [...warnings.map(({ message }) => message), ...advice].join(' '),
    },
  ];
}

/** A container may not show the processes of its host. */
function notRunningIn({ blindSpot }: Scan): string {
  return blindSpot ? 'is not running in this container' : 'is not running';
}
