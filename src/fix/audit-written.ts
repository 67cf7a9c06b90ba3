import { judgeAlone } from '../audit/judge.ts';
import { findServers } from '../find-servers.ts';
import { groupBy } from '../model/group-by.ts';
import { problemText } from '../model/problem.ts';
import { type VerdictStatus, worstOf } from '../model/verdict.ts';
import type { FixContext } from './fix-context.ts';
import { type FixPlan, searchRequestOf, serversToFixIn } from './plan.ts';
import type { Edit } from './plan-file.ts';
import { pathsOf } from './servers-to-fix.ts';

/** What the audit says of a file after its change. */
export interface AuditedFile {
  readonly path: string;
  readonly status: VerdictStatus;
  readonly reason: string;
}

/** Audits files that were changed. One that no longer starts anything passes: the flag is not in it. */
export async function auditWritten(
  { serversToFix }: FixPlan,
  edits: readonly Edit[],
  { request, terminal }: FixContext,
): Promise<AuditedFile[]> {
  const paths = new Set(edits.map(({ path }) => path));
  // An environment file is read for the unit that names it.
  const concerned = serversToFix.filter(({ server }) => pathsOf(server).some((path) => paths.has(path)));
  const files = concerned.flatMap(({ server: { invocation } }) =>
    invocation.origin.kind === 'file' ? [invocation.origin.path] : [],
  );
  const search = searchRequestOf(request);
  const isNamed = request.targets.length > 0;
  const targets = isNamed ? [...new Set(files)] : [];
  const discovery = await findServers({ ...search, targets }, terminal);
  const now = groupBy(serversToFixIn(discovery), ({ server }) => pathsOf(server));
  return [...paths].map((path) => {
    const broken = discovery.problems.find((problem) => problem.path === path && isNamed);
    if (broken) return { path, status: 'unknown', reason: problemText(broken) };
    const findings = (now.get(path) ?? []).map(({ server }) => judgeAlone(server));
    const status = worstOf(findings.map((finding) => finding.status));
    const worst = findings.find((finding) => finding.status === status);
    return worst
      ? { path, status: worst.status, reason: worst.reason }
      : { path, status: 'pass', reason: 'the flag is no longer in it' };
  });
}
