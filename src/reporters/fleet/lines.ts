import type { FleetReporter } from '../../model/fleet.ts';
import type { Report } from '../../model/report.ts';
import { githubLines } from '../github.ts';
import { ndjsonLines, numberedLines } from '../ndjson.ts';
import { unixLines } from '../unix.ts';
import { linesWorstFirst, type MarkedLine } from '../words/marked-lines.ts';
import { nothingOf, reportsOf } from './each-host.ts';

// A reader of lines takes those of many hosts as it takes those of one: each names its host.

/** A line of JSON for each finding and problem of every host, numbered over all hosts. */
export const ndjson: FleetReporter = (fleet) => numberedLines(reportsOf(fleet, ndjsonLines).flat());

/** A line for each finding and problem of every host, as grep and compilers print them, what fails first. */
export const unix = worstFirst(unixLines);

/** Annotations for every host, what fails first; GitHub shows the first ten of each kind. */
export const github = worstFirst(githubLines);

function worstFirst(linesOf: (report: Report) => MarkedLine[]): FleetReporter {
  return (fleet) => {
    const ofMerge = linesOf({ ...nothingOf(fleet), warnings: fleet.warnings });
    return linesWorstFirst([
      ...reportsOf(fleet, linesOf).flat(),
      ...ofMerge.filter(({ weight }) => weight === 'warning'),
    ]);
  };
}
