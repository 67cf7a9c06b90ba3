import { isApiServerProgram, mentionsFlag } from '../../model/api-server-words.ts';
import type { Argument, Range } from '../../model/argument.ts';
import type { Invocation } from '../../model/invocation.ts';
import { rangeOfValue } from './inner/files-to-write.ts';
import type { SourceFile } from './source-file.ts';
import { readAssignments } from './systemd/lines.ts';
import { findInNode, type YamlMap } from './yaml/node.ts';
import { at, type YamlValue } from './yaml/yaml.ts';

/**
 * Whether a reader found an API server, or something that has the flag. Where it found neither, the flag may be for a
 * program that it does not know.
 */
export function takesFlag(invocations: readonly Invocation[]): boolean {
  return invocations.some(({ arguments: args, environment = [] }) =>
    [...args, ...environment].some(
      ({ text, isUnknown }) => isUnknown || isApiServerProgram(text) || mentionsFlag(text),
    ),
  );
}

/** What of a text a reader took: all but the other commands of a unit. */
export function takenInText(invocations: readonly Invocation[], format: string, file: SourceFile): Range[] {
  if (!takesFlag(invocations)) return [];
  const others = format === 'systemd' ? otherCommands(file) : [];
  const ends = [...others.map(({ start }) => start), file.text.length];
  return ends.map((end, index) => ({ start: others[index - 1]?.end ?? 0, end }));
}

/** Those of `ExecStartPre=` and the like, which may do anything with the flag. */
function otherCommands(file: SourceFile): Range[] {
  return (readAssignments(file) ?? [])
    .filter(({ key }) => /^Exec(?!Start$)/.test(key))
    .map(({ start, valueStart, value }) => ({ start, end: valueStart + value.length }));
}

/**
 * What of an object a reader took: the arguments with the flag, or all if they come from elsewhere in it, and what starts
 * nothing.
 */
export function takenInObject(
  invocations: readonly Invocation[],
  object: YamlValue,
  file: SourceFile,
): Range[] {
  const args = invocations.flatMap((one) => [...one.arguments, ...(one.environment ?? [])]);
  const uses = args.filter(({ text, isUnknown }) => isUnknown || mentionsFlag(text));
  if (uses.some((use) => isFromElsewhere(use, file))) return [rangeOfValue(object)];
  const inert = ['metadata', 'status'].flatMap((key) => at(object, key) ?? []);
  return [
    ...uses.flatMap(({ range }) => range ?? []),
    ...inert.map(rangeOfValue),
    ...valuesReadWhole(object),
  ];
}

/** Keys whose values are read whole, also where another one replaces them; and one that only names where a value is. */
const READ_WHOLE =
  /^(?:kube-apiserver-arg\+?|kubeAPIServerArg|kube_kubeadm_apiserver_extra_args|(?:apiServerE|e)xtraArgs|extra_args(?:_array)?|apiServerArguments|(?:Cluster|Master)Configuration|kubeadmConfigPatches|valueFrom)$/;

/** Values of such keys, and those of keys that are repeated: the last one counts. */
function valuesReadWhole(object: YamlValue): Range[] {
  const ranges: Range[] = [];
  findInNode(object, (node) => {
    if (node.kind === 'map') ranges.push(...valuesReadWholeOf(node));
    return undefined;
  });
  return ranges;
}

function valuesReadWholeOf({ pairs }: YamlMap): Range[] {
  const names = pairs.map(({ key }) => (key?.kind === 'scalar' ? String(key.value) : ''));
  const last = new Map(names.map((name, index) => [name, index]));
  return pairs.flatMap(({ value }, index) => {
    const name = names[index] ?? '';
    return value && (READ_WHOLE.test(name) || last.get(name) !== index) ? [rangeOfValue(value)] : [];
  });
}

/** Whether an argument is not written where it is: a variable, or a record of what runs. */
function isFromElsewhere({ isUnknown, range, path }: Argument, { text }: SourceFile): boolean {
  if (isUnknown || range === undefined || path !== undefined) return true;
  const written = text.slice(range.start, range.end);
  return !mentionsFlag(written) || written.includes('$');
}
