import { findServers } from '../find-servers.ts';
import type { Audited } from '../model/repair.ts';
import { worstOf } from '../model/status.ts';
import { findingOn } from './finding-on.ts';
import { groupByPath, pathsOf } from './paths-of.ts';
import type { Edit } from './plan-file.ts';
import { serversToFixIn, type RepairPlan, searchRequestOf } from './plan.ts';
import type { WriteContext } from './write-plan.ts';

/** What the audit says of files that were changed. A file that starts nothing any more passes: the flag is not in it. */
export async function auditWritten(
  { candidates }: RepairPlan,
  edits: readonly Edit[],
  { request, terminal }: WriteContext,
): Promise<Audited[]> {
  const paths = new Set(edits.map(({ path }) => path));
  // An environment file is read for the unit that names it.
  const concerned = candidates.filter((candidate) =>
    pathsOf(candidate.target).some((path) => paths.has(path)),
  );
  const files = concerned.flatMap(({ target: { invocation } }) =>
    invocation.origin.kind === 'file' ? [invocation.origin.path] : [],
  );
  const wanted = searchRequestOf(request);
  const isNamed = request.targets.length > 0;
  const found = await findServers(isNamed ? { ...wanted, targets: [...new Set(files)] } : wanted, terminal);
  const now = groupByPath(serversToFixIn(found), ({ target }) => pathsOf(target));
  return [...paths].map((path) => {
    const findings = (now.get(path) ?? []).map(({ target }) => findingOn(target));
    const broken = found.problems.find((problem) => problem.path === path && isNamed);
    if (broken) return { path, status: 'unknown', reason: broken.message };
    const status = worstOf(findings.map((finding) => finding.status));
    const worst = findings.find((finding) => finding.status === status);
    return worst
      ? { path, status: worst.status, reason: worst.reason }
      : { path, status: 'pass', reason: 'nothing of the flag is left in it' };
  });
}
