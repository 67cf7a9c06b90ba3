import type { Invocation } from '../model/invocation.ts';
import type { Finding } from '../model/report.ts';
import type { VerdictStatus } from '../model/status.ts';
import type { WhereToFix, ApiServer } from '../model/api-server.ts';
import type { Verdict } from '../model/verdict.ts';
import { kubeletHttps, remediationFor } from './control/kubelet-https.ts';
import type { JudgedStart } from './drift.ts';

interface Judged {
  readonly target: ApiServer;
  readonly status: VerdictStatus;
  readonly verdict: Verdict;
  readonly next: readonly JudgedStart[];
}

/** What to do about a server that fails, or will after its next start: on this host, in this file, or in general. */
export function remediationOf(judged: Judged): Pick<Finding, 'remediation'> {
  const { target, status, verdict, next } = judged;
  const willFail = next.some((start) => start.verdict.status === 'fail');
  const isSet = verdict.evidence.arguments.length > 0;
  if (!willFail && (status !== 'fail' || !isSet)) return {};
  const remediation =
    target.whereToFix === undefined ? generalRemediation(judged) : remediationAt(target.whereToFix, judged);
  return remediation === undefined ? {} : { remediation };
}

function generalRemediation(judged: Judged): string | undefined {
  const { target } = judged;
  const isFile = target.invocation.origin.kind === 'file';
  return isFile ? remediationFor({}, placesOf(judged)) : kubeletHttps.remediation;
}

function remediationAt(whereToFix: WhereToFix, judged: Judged): string | undefined {
  const { next } = judged;
  const willPass = next.length > 0 && next.every((start) => start.verdict.evidence.arguments.length === 0);
  return willPass
    ? `The files that start it are right already. To make them count, ${whereToFix.afterwards ?? 'restart the server'}.`
    : remediationFor(whereToFix, placesOf(judged));
}

/** Where the flag is written in files, `path:line` each. */
function placesOf({ target, verdict, next }: Judged): string[] {
  const places = [{ target, verdict }, ...next].flatMap(({ target: { invocation }, verdict: { evidence } }) =>
    evidence.arguments.flatMap(({ path = pathOf(invocation), span }) =>
      path === undefined || span === undefined ? [] : [`${path}:${span.line}`],
    ),
  );
  return [...new Set(places)];
}

function pathOf({ origin }: Invocation): string | undefined {
  return origin.kind === 'file' ? origin.path : undefined;
}
