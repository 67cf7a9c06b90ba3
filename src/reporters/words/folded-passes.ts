import type { Finding } from '../../model/report.ts';
import { isPlainPass } from '../../model/verdict.ts';

interface Folded {
  readonly shown: readonly Finding[];
  /** What passes and has no warnings; none where there is only one server, or all is to be shown. */
  readonly folded: readonly Finding[];
  /** `195 API servers pass`. */
  readonly words: string;
}

/** The findings of a report: where there are several, those that only pass are behind a line that counts them. */
export function foldPasses(findings: readonly Finding[], isVerbose: boolean): Folded {
  const isFolded = (finding: Finding) => !isVerbose && findings.length > 1 && isPlainPass(finding);
  const folded = findings.filter(isFolded);
  return {
    shown: findings.filter((finding) => !isFolded(finding)),
    folded,
    words: folded.length === 1 ? '1 API server passes' : `${folded.length} API servers pass`,
  };
}
