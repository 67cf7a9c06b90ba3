import type { Finding, Report } from '../../model/report.ts';

/** What to do, and which servers of several it is for. */
export interface ReportRemediation {
  readonly text: string;
  /** Empty where it is for every server. */
  readonly pids: readonly number[];
}

/** What to do about the servers of a report, each once; nothing about a failure that is accepted. */
export function remediationsOf({ findings }: Report): ReportRemediation[] {
  const pids = new Map<string, number[]>();
  for (const finding of findings.filter(({ waiver }) => waiver === undefined)) {
    const text = remediationOf(finding);
    if (text === undefined) continue;
    const own = finding.origin.kind === 'process' ? [finding.origin.pid] : [];
    pids.set(text, [...(pids.get(text) ?? []), ...own]);
  }
  return [...pids].map(([text, own]) => ({ text, pids: pids.size > 1 ? own : [] }));
}

/** A remediation with the processes that it is for, where it is not for all. */
export function remediationWords({ text, pids }: ReportRemediation): string {
  return pids.length === 0 ? text : `${text} (pid ${pids.join(', ')})`;
}

const FROM_FILES = 'Remove the --kubelet-https parameter from ';

/** Next to their findings, files need not be named again. What only records arguments is not to be edited. */
function remediationOf({ origin, remediation }: Finding): string | undefined {
  return origin.kind === 'file' && remediation?.startsWith(FROM_FILES)
    ? `${FROM_FILES}the files named above.`
    : remediation;
}
