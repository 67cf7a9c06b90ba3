import { argumentsToRemove } from '../audit/control/kubelet-https-uses.ts';
import { HOW_TO_MOVE } from '../audit/drift.ts';
import { parseFlags } from '../audit/flags/parse-flags.ts';
import { generatorOf } from '../host/installations/settings.ts';
import type { ApiServer, WhereToFix } from '../model/api-server.ts';
import type { KubeletState } from '../model/discovery.ts';
import type { Edit } from './plan-file.ts';
import { mayBeWatched, pathsOf, type ServerToFix } from './servers-to-fix.ts';

/** How many lines a generator's notice is looked for in. */
const FIRST_LINES = 20;
const SAYS_GENERATED = /^\s*(?:#|\/\/|;).*\b(?:generated|managed|do not (?:edit|modify))\b/i;

/**
 * What else is needed for an edit of a file to take effect and to last, one sentence each.
 *
 * @param written the servers written in the file
 * @param started the running ones that it starts
 * @param isPassing whether all servers with the flag in it pass as they are
 */
export function adviceOn(
  { path, before, after }: Edit,
  written: readonly ServerToFix[],
  started: readonly ApiServer[],
  isPassing: boolean,
  kubelet: KubeletState,
): string[] {
  const places = whereToFix(path, written, started);
  const sources = places.flatMap(({ generatedFrom }) => generatedFrom ?? []);
  const steps = places.flatMap(({ afterwards }) => afterwards ?? []);
  const isMarked = before.split('\n', FIRST_LINES).some((line) => SAYS_GENERATED.test(line));
  const sentences = [
    ...(isPassing ? ['It already passes, but Kubernetes 1.22 and later refuse to start with the flag.'] : []),
    ...(after.trim() === '' ? ['The file is now empty and can be deleted.'] : []),
    ...sources.map(
      (source) => `If the flag is set in ${source}, remove it there as well, or it will be added again.`,
    ),
    ...(isMarked && sources.length === 0
      ? [
          'A comment says that this file is generated: remove the flag from its source as well, or it will be added again.',
        ]
      : []),
    ...started.flatMap((server) => shadowAdvice(server, kubelet)),
    ...steps.map((step) => `Then ${step}.`),
  ];
  return [...new Set(sentences)];
}

/** Where to fix the servers that a file starts; for a file that starts none here, what its arguments tell. */
function whereToFix(
  path: string,
  written: readonly ServerToFix[],
  started: readonly ApiServer[],
): WhereToFix[] {
  const known = started.flatMap((server) => server.whereToFix ?? []);
  if (known.length > 0) return known;
  return written.flatMap(({ server }) => {
    const argv = server.arguments.map(({ text }) => text);
    const generator = generatorOf(argv, path);
    return generator ? [{ generatedFrom: generator.writesFrom }] : [];
  });
}

/** Of the files that describe one pod, the last in sort order counts; it may be a leftover. */
export function shadowAdvice({ afterRestart }: ApiServer, kubelet: KubeletState): string[] {
  const winner = afterRestart?.servers.flatMap(pathsOf)[0];
  const others = afterRestart?.shadowed.flatMap(pathsOf) ?? [];
  if (winner === undefined || others.length === 0) return [];
  const isOne = others.length === 1;
  const what = `${others.join(' and ')} ${isOne ? 'describes' : 'describe'} the same pod`;
  return mayBeWatched(kubelet)
    ? [
        `The kubelet uses ${winner}. ${what}. The kubelet ignores ${isOne ? 'it' : 'them'} while that file is there, so ${isOne ? 'it is' : 'they are'} left unchanged. ${HOW_TO_MOVE}`,
      ]
    : [`The kubelet will use ${winner}. ${what}: move what is not needed out of that directory.`];
}

/** Whether a file that is ignored now has the flag. */
export function hasFlagInShadow({ afterRestart }: ApiServer): boolean {
  return (afterRestart?.shadowed ?? []).some(
    ({ arguments: args, invocation: { release } }) => argumentsToRemove(parseFlags(args, release)).length > 0,
  );
}
