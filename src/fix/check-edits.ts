import { evaluateKubeletHttps } from '../audit/control/evaluate-kubelet-https.ts';
import { parseFlags } from '../audit/flags/parse-flags.ts';
import { pathsOf, type ServerToFix } from './servers-to-fix.ts';

/**
 * What is wrong with edits, by path, as the files would be read with them: every server has to keep its other arguments,
 * and must not fail where all of the flag is removed.
 *
 * @param edited the paths of the files with edits
 */
export function faultsIn(
  before: readonly ServerToFix[],
  after: readonly ServerToFix[],
  edited: ReadonlySet<string>,
): Map<string, string> {
  const byLabel = withLabels(after);
  return new Map(
    [...withLabels(before)].flatMap(([label, each]) => {
      const paths = pathsOf(each.server).filter((path) => edited.has(path));
      const fault = paths.length === 0 ? undefined : faultOf(each, byLabel.get(label), edited);
      return fault === undefined ? [] : paths.map((path) => [path, fault] as const);
    }),
  );
}

/** Servers by label; those with the same one are counted. */
function withLabels(servers: readonly ServerToFix[]): Map<string, ServerToFix> {
  const counts = new Map<string, number>();
  return new Map(
    servers.map((each) => {
      const label = serverLabel(each);
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      return [`${label} ${count}`, each];
    }),
  );
}

/** The same before and after its files are changed. */
function serverLabel({ server: { invocation, program } }: ServerToFix): string {
  const { origin } = invocation;
  return origin.kind === 'file'
    ? JSON.stringify([origin.path, origin.object, origin.container])
    : JSON.stringify([origin.kind, origin.pid, program]);
}

function faultOf(
  before: ServerToFix,
  after: ServerToFix | undefined,
  edited: ReadonlySet<string>,
): string | undefined {
  const removed = before.toRemove.filter(({ path }) => edited.has(path));
  const gone = new Set(removed.map(({ argument }) => argument));
  const expected = before.server.arguments.filter((each) => !gone.has(each)).map(({ text }) => text);
  if (after === undefined && removed.length > 0 && expected.length === 0) return undefined;
  const actual = after?.server.arguments.map(({ text }) => text);
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    return 'removing it would change other arguments as well';
  if (after === undefined || removed.length === 0 || removed.length < before.toRemove.length)
    return undefined;
  const { release, boundaries } = after.server.invocation;
  const flags = parseFlags(after.server.arguments, release);
  const { status, reason } = evaluateKubeletHttps(flags, { release, boundaries });
  // What is unknown without it was unknown with it: it only decided.
  if (status !== 'fail' && after.toRemove.length === 0) return undefined;
  return `even without it the audit would say ${status}: ${reason}`;
}
