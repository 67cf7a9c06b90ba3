import type { Fleet, FleetReporter } from '../../model/fleet.ts';
import type { Report } from '../../model/report.ts';
import { githubLines, githubSummary } from '../github.ts';
import { ndjsonLines, numberedLines } from '../ndjson.ts';
import { unixLines } from '../unix.ts';
import { linesWorstFirst, type MarkedLine } from '../words/marked-lines.ts';
import { nothingOf, reportsOf } from './each-host.ts';
import { countedHosts, fleetStatus } from './words.ts';

// A reader of lines takes those of many hosts as it takes those of one: each names its host.

/** A line of JSON for each finding and problem of every host, numbered over all hosts. */
export const ndjson: FleetReporter = (fleet) => numberedLines(reportsOf(fleet, ndjsonLines).flat());

/** A line for each finding and problem of every host, as grep and compilers print them, what fails first. */
export const unix: FleetReporter = (fleet, { isVerbose }) =>
  linesWorstFirst(linesOfAll(fleet, unixLines), isVerbose);

/** Annotations for every host, what fails first, and how many hosts there are; GitHub shows the first ten of each kind. */
export const github: FleetReporter = (fleet, { isVerbose }) =>
  linesWorstFirst(
    [
      ...linesOfAll(fleet, githubLines),
      githubSummary(fleet.control, fleetStatus(fleet), countedHosts(fleet)),
    ],
    isVerbose,
  );

/** The lines of every host, and of the warnings of the merge itself. */
function linesOfAll(fleet: Fleet, linesOf: (report: Report) => MarkedLine[]): MarkedLine[] {
  const ofMerge = linesOf({ ...nothingOf(fleet), warnings: fleet.warnings });
  return [...reportsOf(fleet, linesOf).flat(), ...ofMerge.filter(({ weight }) => weight === 'warning')];
}
