import type { Finding, Report } from '../model/report.ts';

/** What to do, and which servers of several it is for. */
export interface RemedyWords {
  readonly text: string;
  /** Empty where it is for every server. */
  readonly pids: readonly number[];
}

/** What to do about the servers of a report, each once. */
export function remediesOf({ findings }: Report): RemedyWords[] {
  const pids = new Map<string, number[]>();
  for (const finding of findings) {
    const remedy = remedyOf(finding);
    if (remedy === undefined) continue;
    const own = finding.origin.kind === 'process' ? [finding.origin.pid] : [];
    pids.set(remedy, [...(pids.get(remedy) ?? []), ...own]);
  }
  return [...pids].map(([text, own]) => ({ text, pids: pids.size > 1 ? own : [] }));
}

/** Beside their findings, files need not be named again. */
function remedyOf({ origin, remediation }: Finding): string | undefined {
  return remediation !== undefined && origin.kind === 'file'
    ? 'Remove the --kubelet-https parameter from the files named above.'
    : remediation;
}
