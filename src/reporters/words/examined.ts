import type { Problem } from '../../model/problem.ts';
import { type Examined, type Finding, outcomeOf, type Report, summaryOf } from '../../model/report.ts';
import type { Warning } from '../../model/verdict.ts';

/** `143 processes (procfs)`, `5 files`. */
export function examinedWords(examined: Examined): string {
  return `${countedExamined(examined)}${examined.source === 'files' ? '' : ` (${examined.source})`}`;
}

/** `143 processes`, `5 files and 3 processes`. */
export function countedExamined({ files, processes }: Examined): string {
  const inFiles =
    files === undefined || (files === 0 && processes > 0) ? [] : [counted(files, 'file', 'files')];
  const running = processes === 0 && files !== undefined ? [] : [counted(processes, 'process', 'processes')];
  return [...inFiles, ...running].join(' and ');
}

interface Entries<Entry> {
  readonly finding: (finding: Finding) => Entry | readonly Entry[];
  readonly problem: (problem: Problem) => Entry;
  /** For the blind spot, in formats that have room for it. */
  readonly blindSpot?: (problem: Problem) => Entry;
  /** For the warnings of the run, likewise. */
  readonly warning?: (warning: Warning) => Entry;
  readonly none: (message: string) => Entry;
}

/**
 * The entries of a format that lists findings and problems, which are as bad as what is unknown; one that says so where
 * there is nothing to list.
 */
export function entriesOf<Entry>(
  report: Report,
  { finding, problem, blindSpot, warning, none }: Entries<Entry>,
): Entry[] {
  const { findings, problems } = report;
  const entries = [
    ...findings.filter(isBad).flatMap(finding),
    ...problems.map(problem),
    ...(blindSpot ? blindSpotsOf(report).map(blindSpot) : []),
    ...findings.filter((one) => !isBad(one)).flatMap(finding),
  ];
  const found = entries.length > 0 ? entries : [none(noneFoundWords(report))];
  return warning === undefined ? found : [...found, ...(report.warnings ?? []).map(warning)];
}

/** Whether it makes the run fail, or leaves it undetermined. */
export function isBad(finding: Finding): boolean {
  return ['fail', 'unknown'].includes(outcomeOf(finding));
}

/** `No API server found among 143 processes`. */
export function noneFoundWords({ examined }: Report): string {
  return `No API server found among ${countedExamined(examined)}`;
}

/** Problems, and the blind spot of a run that found a server nevertheless. */
export function problemsOf(report: Report): Report['problems'] {
  return [...report.problems, ...blindSpotsOf(report)];
}

/** What the run could not see; where it found no server, that is a problem already. */
export function blindSpotsOf({ examined: { blindSpot }, findings }: Report): Report['problems'] {
  return blindSpot === undefined || findings.length === 0 ? [] : [blindSpot];
}

/** `3 API servers: 1 failed, 2 passed; 1 warning`; one that a problem is about may be there and not be counted. */
export function summaryLine({ findings, problems, warnings: ofRun = [] }: Report): string {
  const { pass, fail, unknown, waived } = summaryOf(findings);
  const parts = [
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
    ...(pass > 0 ? [`${pass} passed`] : []),
  ];
  const servers = counted(findings.length, 'API server', 'API servers');
  const verdicts = parts.length === 0 ? 'No API server could be judged' : `${servers}: ${parts.join(', ')}`;
  const warnings = findings.flatMap((finding) => finding.warnings).length + ofRun.length;
  return [
    verdicts,
    ...(warnings === 0 ? [] : [counted(warnings, 'warning', 'warnings')]),
    ...(problems.length === 0 ? [] : [counted(problems.length, 'problem', 'problems')]),
  ].join('; ');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
