import type { Finding, Report } from '../model/report.ts';
import { decisiveArgument } from '../model/verdict.ts';
import { MATCH_KEYS, type MatchKey, type Waiver } from '../model/waiver.ts';
import { hasWildcard, matchesPath, matchesText } from './glob.ts';

type Identity = Pick<Report, 'cluster' | 'host'>;

/** Whether a waiver is about a server of a host: by everything that it names. */
export function matches({ match }: Waiver, finding: Finding, identity: Identity): boolean {
  return MATCH_KEYS.every((key) => {
    const isMatched = key === 'path' ? matchesPath : matchesText;
    const texts = textsOf(key, finding, identity);
    return match[key]?.some((glob) => texts.some((text) => isMatched(glob, text))) ?? true;
  });
}

function textsOf(key: MatchKey, finding: Finding, { cluster, host }: Identity): readonly string[] {
  switch (key) {
    case 'cluster':
      return [cluster ?? ''];
    case 'host':
      return [host ?? ''];
    case 'program':
      return [finding.program];
    case 'path':
      return pathsOf(finding);
    default:
      return key satisfies never;
  }
}

/** The file it is in, or those that start it; and the one that has the argument which decides, not one that it overrides. */
function pathsOf({ origin, evidence, startedBy = [] }: Finding): readonly string[] {
  const own = origin.kind === 'process' ? startedBy : [origin.path];
  return [...own, decisiveArgument(evidence)?.path ?? []].flat();
}

/** Whether a waiver is about this host and no other, so that a report on it can tell that it is not needed. */
export function isOnlyAbout({ match }: Waiver, { cluster, host }: Identity): boolean {
  const isOnly = (globs: readonly string[] | undefined, name: string | null) =>
    globs === undefined || (globs.length === 1 && globs[0] === name && !hasWildcard(name));
  return isOnly(match.cluster, cluster) && isOnly(match.host, host);
}
