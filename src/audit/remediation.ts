import type { Control } from '../model/control.ts';
import { printable } from '../model/printable.ts';
import type { Finding } from '../model/report.ts';
import type { Status } from '../model/status.ts';
import type { Target } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';
import type { NextStart } from './drift.ts';

interface Judged {
  readonly target: Target;
  readonly status: Status;
  readonly verdict: Verdict;
  readonly next: readonly NextStart[];
  readonly control: Control;
}

/** What to do on this host about a server that fails, or will after its next start. */
export function remediationOf(judged: Judged): Pick<Finding, 'remediation'> {
  const { target, status, verdict, next, control } = judged;
  const { remedy } = target;
  const willFail = next.some((start) => start.verdict.status === 'fail');
  const isSet = verdict.evidence.arguments.length > 0;
  if (remedy === undefined || !(willFail || (status === 'fail' && isSet))) return {};
  const willPass = next.length > 0 && next.every((start) => start.verdict.evidence.arguments.length === 0);
  const remediation = willPass
    ? `The files that start it are right already. To make them count, ${remedy.afterwards ?? 'restart the server'}.`
    : control.remediationAt(remedy, placesOf(judged));
  return remediation === undefined ? {} : { remediation: printable(remediation) };
}

/** Where the flag is written in files, `path:line` each. */
function placesOf({ verdict, next }: Judged): string[] {
  const own = verdict.evidence.arguments.flatMap(({ path, span }) =>
    path === undefined || span === undefined ? [] : [`${path}:${span.line}`],
  );
  const started = next.flatMap(({ target: { invocation }, verdict: { evidence } }) =>
    evidence.arguments.flatMap(({ path, span }) =>
      invocation.origin.kind === 'file' && span ? [`${path ?? invocation.origin.path}:${span.line}`] : [],
    ),
  );
  return [...new Set([...own, ...started])];
}
