import { judgeAlone } from '../audit/judge.ts';
import { managerOf } from '../host/installations/settings.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { KubeletState } from '../model/discovery.ts';
import type { Problem } from '../model/problem.ts';
import type { Finding } from '../model/report.ts';
import { mainArgument } from '../model/verdict.ts';
import { serverLabel } from '../reporters/words/origin.ts';
import type { FilePlan } from './plan-file.ts';
import { pathsOf, type ServerToFix, serversToFix } from './servers-to-fix.ts';

/** What to say about a server apart from what becomes of its files. */
export interface ServerOutcome {
  readonly manual?: Problem;
  readonly undetermined?: Problem;
  readonly advice?: string;
  /** Files that are written again from others, which are changed or need no change. */
  readonly follows?: readonly string[];
}

const A_LIST = { message: 'it is a process list', hint: 'Name the files that start the servers.' };

/** @param planAt what becomes of the files that have to change, by their paths */
export function outcomeOf(
  server: ApiServer,
  planAt: ReadonlyMap<string, FilePlan>,
  kubelet: KubeletState,
): ServerOutcome {
  const { origin } = server.invocation;
  if (origin.kind === 'ps') return { undetermined: { path: origin.path, ...A_LIST } };
  const own = serversToFix([server], kubelet);
  const paths = new Set(own.flatMap(({ toRemove }) => toRemove.map(({ path }) => path)));
  const planned = [...paths].flatMap((path) => planAt.get(path) ?? []);
  if (planned.length > 0) return outcomeOfPlanned(server, own, planned);
  const finding = judgeAlone(server);
  if (origin.kind === 'process') return outcomeOfProcess(server, own, finding);
  if (finding.status === 'pass') return {};
  const isRecord = server.invocation.editInstead !== undefined && finding.status === 'fail';
  return isRecord ? { manual: problemOf(finding) } : { undetermined: problemOf(finding) };
}

/** A file that something writes again needs nothing once the files it is written from are right. */
function outcomeOfPlanned(
  { whereToFix }: ApiServer,
  own: readonly ServerToFix[],
  planned: readonly FilePlan[],
): ServerOutcome {
  const managed = planned.flatMap((file) => (file.kind === 'manual' && file.isManaged ? [file.path] : []));
  const hasSource = own.some(({ server }) => pathsOf(server).some((path) => managerOf(path) === undefined));
  if (managed.length === 0 || !hasSource) return {};
  if (planned.length > managed.length) return { follows: managed };
  const step = whereToFix?.afterwards ?? 'have it written again';
  return { follows: managed, advice: `${managed.join(' and ')} still has the flag: ${step}.` };
}

function outcomeOfProcess(server: ApiServer, own: readonly ServerToFix[], finding: Finding): ServerOutcome {
  const { changedFile, afterRestart: { problems = [] } = {} } = server;
  const next = own.filter((each) => each.server !== server).map((each) => judgeAlone(each.server));
  const files = [...new Set(own.flatMap((each) => pathsOf(each.server)))].join(' and ');
  const restart = server.whereToFix?.afterwards ?? 'restart it';
  const isFixed = next.length > 0 && next.every(({ status }) => status === 'pass');
  if (changedFile !== undefined) {
    return { advice: `${whereIs(finding)} was started before ${changedFile} was changed: ${restart}.` };
  }
  if (isFixed && finding.evidence.arguments.length > 0) {
    return {
      advice: `${whereIs(finding)} still runs with the flag. It is no longer in ${files}: ${restart}.`,
    };
  }
  const [problem] = problems;
  if (finding.status === 'fail')
    return { manual: problemOf(finding), ...(problem && { undetermined: problem }) };
  const unclear = [finding, ...next].find(({ status }) => status === 'unknown');
  const undetermined = unclear ? problemOf(unclear) : problem;
  return undetermined === undefined ? {} : { undetermined };
}

function problemOf(finding: Finding): Problem {
  const { reason, remediation, hint = 'Look for the flag where its value comes from.' } = finding;
  return { path: whereIs(finding), message: reason, hint: remediation ?? hint };
}

function whereIs(finding: Finding): string {
  const { origin } = finding;
  if (origin.kind === 'process') return serverLabel(finding);
  const { path = origin.path, span } = mainArgument(finding.evidence) ?? {};
  return `${path}:${span?.line ?? origin.line}`;
}
