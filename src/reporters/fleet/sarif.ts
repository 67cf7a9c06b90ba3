import type { Fleet, FleetReporter } from '../../model/fleet.ts';
import { fleetSummary } from '../../model/fleet.ts';
import type { Problem } from '../../model/problem.ts';
import { sarifInvocation } from '../sarif/invocation.ts';
import { sarifLog } from '../sarif/log.ts';
import { sarifResults } from '../sarif/result.ts';
import { EXIT_STATUSES, nothingOf, reportsOf } from './each-host.ts';
import { fillList, listLayout } from './json-list.ts';

/** Code scanning refuses a run of more. https://docs.github.com/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit */
const MAX_RESULTS = 25_000;

/** How deep a list of a run is in a log. */
const DEPTH = 6;

/**
 * One run for all hosts, because code scanning refuses several of one category. What fails comes before what is
 * unknown; where there are more results than it takes, the last says so.
 */
export const sarif: FleetReporter = (fleet) => {
  const { tool, control, status, mergedAt } = fleet;
  const frame = sarifLog(tool, control, {
    automationDetails: { id: [tool.name, 'fleet', mergedAt.toISOString()].join('/') },
    invocations: [],
    results: [],
    properties: { status, hosts: fleetSummary(fleet) },
  });
  const results = worstResults(fleet);
  const invocations = fleet.hosts
    .filter(({ received }) => received.length > 0)
    .map((host) => [JSON.stringify(sarifInvocation(host.report(), EXIT_STATUSES[host.status]))]);
  const withResults = fillList(frame, results, listLayout('results', DEPTH));
  return fillList(withResults, invocations, listLayout('invocations', DEPTH));
};

/** Each as JSON, those that fail first and those that are waived last. */
function worstResults(fleet: Fleet): string[][] {
  const byLevel = { error: [] as string[][], warning: [] as string[][], waived: [] as string[][] };
  reportsOf(fleet, (report) => {
    for (const result of sarifResults(report)) {
      const isWaived = result.suppressions.length > 0;
      byLevel[isWaived ? 'waived' : result.level].push([JSON.stringify(result)]);
    }
  });
  const all = [...byLevel.error, ...byLevel.warning, ...byLevel.waived];
  return all.length <= MAX_RESULTS ? all : shortened(fleet, all);
}

function shortened(fleet: Fleet, all: readonly string[][]): string[][] {
  const shown = all.slice(0, MAX_RESULTS - 1);
  const problem: Problem = {
    path: 'sarif',
    message: `${all.length - shown.length} of ${all.length} results are left out, because code scanning takes no more than ${MAX_RESULTS}`,
    hint: 'Merge fewer hosts, or see them all with --format json.',
  };
  const [note] = sarifResults({ ...nothingOf(fleet), problems: [problem] });
  return [...shown, [JSON.stringify(note)]];
}
