import { changedLines } from './cut/changed-lines.ts';
import type { Change, Obstacle, Repair } from '../model/repair.ts';
import { adviceOn } from './advice.ts';
import { findingOn } from './finding-on.ts';
import { groupByPath, pathsOf, sourcesOf } from './paths-of.ts';
import { editsIn, type RepairPlan } from './plan.ts';
import { outcomeOf } from './server-outcome.ts';

/** What a plan says to people: what changes, what has to change by hand, and what could not be told. */
export function describeRepair(plan: RepairPlan): Repair {
  const { found, files, candidates } = plan;
  const { servers, notRunning, scan } = found;
  const planAt = new Map(files.map((file) => [file.path, file]));
  const outcomes = servers.map((server) => outcomeOf(server, planAt));
  const unseen = servers.length === 0 && scan.blindSpot ? [scan.blindSpot] : [];
  const problems = [...found.problems, ...unseen].filter(({ path }) => !planAt.has(path));
  const failing = candidates.filter(({ target }) => findingOn(target).status !== 'pass');
  const failingPaths = new Set(failing.flatMap(({ removals }) => removals.map(({ path }) => path)));
  const toFixAt = groupByPath(candidates, ({ target }) => pathsOf(target));
  const serversFrom = groupByPath(servers, sourcesOf);
  const follows = new Set(outcomes.flatMap(({ follows = [] }) => follows));
  return {
    changes: editsIn(files).map((edit): Change => {
      const { path, before, deleted } = edit;
      const advice = adviceOn(
        edit,
        toFixAt.get(path) ?? [],
        serversFrom.get(path) ?? [],
        !failingPaths.has(path),
      );
      return { path, before, changed: changedLines(before, deleted), advice };
    }),
    byHand: unique([
      ...files.flatMap((file) => (file.kind === 'by hand' && !follows.has(file.path) ? [file.obstacle] : [])),
      ...outcomes.flatMap(({ byHand }) => byHand ?? []),
    ]),
    undetermined: unique([
      ...problems.map(({ path, message, hint }) => ({ where: path, reason: message, hint })),
      ...outcomes.flatMap(({ undetermined }) => undetermined ?? []),
    ]),
    advice: outcomes.flatMap(({ advice }) => advice ?? []),
    servers: servers.length + notRunning.length,
  };
}

function unique(obstacles: readonly Obstacle[]): Obstacle[] {
  return [...new Map(obstacles.map((each) => [JSON.stringify(each), each])).values()];
}
