import { evaluateKubeletHttps } from '../audit/control/evaluate-kubelet-https.ts';
import { parseFlags } from '../audit/flags/parse-flags.ts';
import { type ServerToFix, labelOf } from './servers-to-fix.ts';
import { pathsOf } from './paths-of.ts';

/** A file whose edit does not do what it should, and why. */
export interface Failure {
  readonly paths: readonly string[];
  readonly reason: string;
}

/**
 * What is wrong with edits, as the files would be read with them: every server has to keep its other arguments, and not
 * to fail where all of the flag is removed.
 *
 * @param edited the paths of the files with edits
 */
export function failuresOf(
  before: readonly ServerToFix[],
  after: readonly ServerToFix[],
  edited: ReadonlySet<string>,
): Failure[] {
  const names = namesOf(after);
  return [...namesOf(before)].flatMap(([name, candidate]) => {
    const paths = pathsOf(candidate.target).filter((path) => edited.has(path));
    if (paths.length === 0) return [];
    const reason = faultOf(candidate, names.get(name), edited);
    return reason === undefined ? [] : [{ paths, reason }];
  });
}

/** Servers by name; those of one name are counted. */
function namesOf(candidates: readonly ServerToFix[]): Map<string, ServerToFix> {
  const counts = new Map<string, number>();
  return new Map(
    candidates.map((candidate) => {
      const name = labelOf(candidate);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [`${name} ${count}`, candidate];
    }),
  );
}

function faultOf(
  before: ServerToFix,
  after: ServerToFix | undefined,
  edited: ReadonlySet<string>,
): string | undefined {
  const gone = before.removals.filter(({ path }) => edited.has(path));
  const removed = new Set(gone.map(({ argument }) => argument));
  const expected = before.target.arguments.filter((each) => !removed.has(each)).map(({ text }) => text);
  if (after === undefined && gone.length > 0 && expected.length === 0) return undefined;
  const actual = after?.target.arguments.map(({ text }) => text);
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    return 'without it the other arguments would not stay the same';
  if (after === undefined || gone.length === 0 || gone.length < before.removals.length) return undefined;
  const { release, boundaries } = after.target.invocation;
  const { status, reason } = evaluateKubeletHttps(parseFlags(after.target.arguments, release), {
    release,
    boundaries,
  });
  // What cannot be told without it could not be told with it: it only decided.
  if (status !== 'fail' && after.removals.length === 0) return undefined;
  return `without it the audit would still say ${status}: ${reason}`;
}
