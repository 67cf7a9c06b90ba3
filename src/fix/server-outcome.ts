import type { Obstacle } from '../model/repair.ts';
import type { Finding } from '../model/report.ts';
import type { ApiServer } from '../model/api-server.ts';
import { nameOf } from '../reporters/words/finding.ts';
import { managerOf } from '../sources/files/managed-files.ts';
import { type ServerToFix, serversToFix } from './servers-to-fix.ts';
import { findingOn } from './finding-on.ts';
import { pathsOf } from './paths-of.ts';
import type { FilePlan } from './plan-file.ts';

/** What is to be said of a server beside what becomes of its files. */
export interface ServerOutcome {
  readonly byHand?: Obstacle;
  readonly undetermined?: Obstacle;
  readonly advice?: string;
  /** Files that are written anew from others, which are changed or need no change. */
  readonly follows?: readonly string[];
}

const A_LIST = { reason: 'it is a list of processes', hint: 'Name the files that start them.' };
/** @param planAt what becomes of the files that have to change, by their paths */
export function outcomeOf(server: ApiServer, planAt: ReadonlyMap<string, FilePlan>): ServerOutcome {
  const { origin } = server.invocation;
  if (origin.kind === 'ps') return { undetermined: { where: origin.path, ...A_LIST } };
  const own = serversToFix([server]);
  const paths = new Set(own.flatMap(({ removals }) => removals.map(({ path }) => path)));
  const planned = [...paths].flatMap((path) => planAt.get(path) ?? []);
  if (planned.length > 0) return outcomeOfPlanned(server, own, planned);
  const finding = findingOn(server);
  if (origin.kind === 'process') return outcomeOfProcess(server, own, finding);
  return finding.status === 'pass' ? {} : { undetermined: obstacleOf(finding) };
}

/** A file that something writes anew needs nothing once the files behind it are right. */
function outcomeOfPlanned(
  { whereToFix }: ApiServer,
  own: readonly ServerToFix[],
  planned: readonly FilePlan[],
): ServerOutcome {
  const rewritten = planned.flatMap((file) =>
    file.kind === 'by hand' && file.isRewritten ? [file.path] : [],
  );
  const hasSource = own.some(({ target }) => pathsOf(target).some((path) => managerOf(path) === undefined));
  if (rewritten.length === 0 || !hasSource) return {};
  if (planned.length > rewritten.length) return { follows: rewritten };
  const step = whereToFix?.afterwards ?? 'have it written anew';
  return { follows: rewritten, advice: `${rewritten.join(' and ')} still has the flag: ${step}.` };
}

function outcomeOfProcess(server: ApiServer, own: readonly ServerToFix[], finding: Finding): ServerOutcome {
  const { changedFile, afterRestart: { problems = [] } = {} } = server;
  const next = own.filter(({ target }) => target !== server).map(({ target }) => findingOn(target));
  const files = [...new Set(own.flatMap(({ target }) => pathsOf(target)))].join(' and ');
  const restart = server.whereToFix?.afterwards ?? 'restart it';
  const isMended = next.length > 0 && next.every(({ status }) => status === 'pass');
  if (changedFile !== undefined) {
    return { advice: `${whereIs(finding)} was started before ${changedFile} was changed: ${restart}.` };
  }
  if (isMended && finding.evidence.arguments.length > 0) {
    return {
      advice: `${whereIs(finding)} still runs with the flag. It is no longer in ${files}: ${restart}.`,
    };
  }
  const [problem] = problems;
  if (finding.status === 'fail' && problem === undefined) return { byHand: obstacleOf(finding) };
  const [unclear] = [finding, ...next].filter(({ status }) => status === 'unknown');
  if (unclear) return { undetermined: obstacleOf(unclear) };
  if (problem === undefined) return {};
  return { undetermined: { where: problem.path, reason: problem.message, hint: problem.hint } };
}

function obstacleOf(finding: Finding): Obstacle {
  const { reason, remediation, hint = 'Look for the flag in what gives it its value.' } = finding;
  return { where: whereIs(finding), reason, hint: remediation ?? hint };
}

function whereIs(finding: Finding): string {
  const { origin } = finding;
  return origin.kind === 'process' ? nameOf(finding) : `${origin.path}:${origin.line}`;
}
