import type { Examined, Report } from '../../model/report.ts';

/** `143 processes (procfs)`, `5 files`. */
export function examinedWords(examined: Examined): string {
  return `${countedExamined(examined)}${examined.source === 'files' ? '' : ` (${examined.source})`}`;
}

/** `143 processes`, `5 files and 3 processes`. */
export function countedExamined({ files, processes }: Examined): string {
  const inFiles =
    files === undefined || (files === 0 && processes > 0)
      ? []
      : [`${files} ${files === 1 ? 'file' : 'files'}`];
  const running =
    processes === 0 && files !== undefined
      ? []
      : [`${processes} ${processes === 1 ? 'process' : 'processes'}`];
  return [...inFiles, ...running].join(' and ');
}

/** What there is to say where no API server was found: `No API server among 143 processes`. */
export function noneFoundWords({ examined }: Report): string {
  return `No API server among ${countedExamined(examined)}`;
}

/** Problems, and the blind spot where something was found nevertheless. */
export function problemsOf(report: Report): Report['problems'] {
  return [...report.problems, ...blindSpotsOf(report)];
}

/** What could not be seen beside the findings; where nothing was found, it is a problem already. */
export function blindSpotsOf({ examined: { blindSpot }, findings }: Report): Report['problems'] {
  return blindSpot === undefined || findings.length === 0 ? [] : [blindSpot];
}
