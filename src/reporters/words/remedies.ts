import type { Finding, Report } from '../../model/report.ts';

/** What to do, and which servers of several it is for. */
export interface ReportRemedy {
  readonly text: string;
  /** Empty where it is for every server. */
  readonly pids: readonly number[];
}

/** What to do about the servers of a report, each once. */
export function remediesOf({ findings }: Report): ReportRemedy[] {
  const pids = new Map<string, number[]>();
  for (const finding of findings) {
    const whereToFix = remedyOf(finding);
    if (whereToFix === undefined) continue;
    const own = finding.origin.kind === 'process' ? [finding.origin.pid] : [];
    pids.set(whereToFix, [...(pids.get(whereToFix) ?? []), ...own]);
  }
  return [...pids].map(([text, own]) => ({ text, pids: pids.size > 1 ? own : [] }));
}

/** A remedy with the processes that it is for, where it is not for all. */
export function remedyWords({ text, pids }: ReportRemedy): string {
  return pids.length === 0 ? text : `${text} (pid ${pids.join(', ')})`;
}

/** Beside their findings, files need not be named again. */
function remedyOf({ origin, remediation }: Finding): string | undefined {
  return remediation !== undefined && origin.kind === 'file'
    ? 'Remove the --kubelet-https parameter from the files named above.'
    : remediation;
}
