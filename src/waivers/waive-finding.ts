import type { Finding } from '../model/report.ts';
import type { Warning } from '../model/verdict.ts';
import { type AcceptedRisk, isExpired, longestOf, riskWords, type Waiver } from '../model/waiver.ts';

/** A finding with the risk that is accepted with it, if it fails: the one that is accepted longest. */
export function waiveFinding(finding: Finding, risks: readonly AcceptedRisk[], now: Date): Finding {
  if (finding.status !== 'fail') return finding;
  const { waiver: before, warnings: all, ...rest } = finding;
  const risk = longestOf(before === undefined ? risks : [before, ...risks]);
  if (risk === undefined) return finding;
  const warnings = all.filter(({ code }) => code !== 'waiver-expired');
  return isExpired(risk, now)
    ? { ...rest, warnings: [...warnings, expired(risk)] }
    : { ...rest, warnings, waiver: risk };
}

function expired(risk: AcceptedRisk): Warning {
  return { code: 'waiver-expired', message: `Its waiver ended on ${risk.until}: ${riskWords(risk)}.` };
}

/** That a waiver matches nothing that fails. */
export function unused({ position }: Waiver): Warning {
  return {
    code: 'waiver-unused',
    message: 'This waiver matches no API server that fails: correct it, or remove it.',
    position,
  };
}
