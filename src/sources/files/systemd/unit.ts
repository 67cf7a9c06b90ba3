import { hasOwnFlag } from '../../../model/api-server-words.ts';
import { containersOf } from '../containers/engines.ts';
import type { ReadText, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { apiServerInK3s } from '../formats/k3s-command.ts';
import { assignedAt, commandsOf, expandWith, locatorOf } from './commands.ts';
import { type Environment, environmentOf } from './environment.ts';
import { ignoredAfterCommands } from './ignored-lines.ts';
import { type Assignment, isUncertain, lastSet, readAssignments } from './lines.ts';
import { unitsIn } from './pasted-units.ts';
import { wordsOf } from './words.ts';

/** `ExecStart=`; a container may be created before it, and only started there. */
const COMMANDS = ['ExecStartPre', 'ExecStart'];

/**
 * A systemd unit or drop-in, or the output of `systemctl cat`: every command of its `ExecStart=`, and containers that it
 * creates before, with the variables of the whole service.
 */
export const readSystemdUnit: ReadText = (file, readBeside, filesOfService = () => [file]) => {
  const all = serviceOf(readAssignments(file));
  if (all === undefined) return undefined;
  return unitsIn(file, all).flatMap(({ name, assignments: own, isPasted }) => {
    const files = own.some(({ key }) => COMMANDS.includes(key)) ? filesOfService(file) : [];
    const service = files.flatMap((one) => {
      if (one === undefined || one === file) return one ? own : [];
      return (serviceOf(readAssignments(one)) ?? []).filter(({ key }) => !COMMANDS.includes(key));
    });
    const missing: string[] = [];
    const environment = files.includes(undefined)
      ? () => undefined
      : environmentOf(service, (path) => {
          const beside = readBeside(path);
          if (beside === undefined) missing.push(path);
          return beside;
        });
    return readService(service, name, environment).map((invocation) => ({
      ...invocation,
      ...(isPasted && { editInstead: `the files of ${name} on its host` }),
      arguments: withReason(apiServerInK3s(invocation.arguments) ?? invocation.arguments, missing),
    }));
  });
};

export function serviceOf(assignments: readonly Assignment[] | undefined): Assignment[] | undefined {
  return assignments?.filter(({ section }) => section === 'Service');
}

/**
 * The commands that a service starts; its assignments may come from several files. All arguments are unknown if systemd
 * may read one of these files differently.
 */
export function readService(
  service: readonly Assignment[],
  unit: string,
  environment: Environment,
): WrittenInvocation[] {
  const expand = expandWith(environment);
  const isKnown = ![...new Set(service.map(({ file }) => file.text))].some(isUncertain);
  const ignored = ignoredAfterCommands(service);
  const commandLines = COMMANDS.flatMap((key) => lastSet(service, key));
  const commands = commandLines.flatMap((assignment) =>
    commandsOf(assignment, expand)
      .filter((command) => assignment.key === 'ExecStart' || containersOf(command) !== undefined)
      .map((command) => ({ assignment, command })),
  );
  const unused = unusedFlags(
    environment,
    commands.flatMap(({ command }) => command),
  );
  return commands.map(({ assignment, command }): WrittenInvocation => {
    const after = ignored.get(assignment);
    return {
      object: unit,
      container: null,
      file: assignment.file,
      start: assignment.start,
      arguments: isKnown ? command : withoutCertainty(command),
      ...(unused.length > 0 && { environment: unused }),
      ...(after && { ignored: after }),
    };
  });
}

/** The words of variables that no argument comes from, with flags that only API servers have. */
function unusedFlags(environment: Environment, args: readonly WrittenArgument[]): WrittenArgument[] {
  const used = new Set(args.flatMap(({ assignedAt: places = [] }) => places.map(keyOf)));
  return (environment.names ?? []).flatMap((name) => {
    const { text, place } = environment(name) ?? {};
    if (text === undefined || !place || !hasOwnFlag(text) || used.has(keyOf(assignedAt(place)))) return [];
    const locate = locatorOf(place);
    return [...wordsOf(text, 'value')].map(({ text: word }) => ({ text: word, ...locate(word) }));
  });
}

function keyOf({ path, offset }: { path: string; offset: number }): string {
  return `${offset}:${path}`;
}

function withoutCertainty([program, ...args]: readonly WrittenArgument[]): WrittenArgument[] {
  if (program === undefined) return [];
  return [
    program,
    ...[...args, { ...program, text: '' }].map((one) => ({ ...one, isUnknown: true as const })),
  ];
}

/** A path that can be shown: no secret. */
const PATH = /^\/[\w@%:.+/-]{1,80}$/;

/** Unknown variables may be set in the environment files that are missing. */
function withReason(
  args: readonly WrittenArgument[],
  missing: readonly string[],
): readonly WrittenArgument[] {
  const paths = [...new Set(missing)].filter((path) => PATH.test(path));
  if (paths.length === 0) return args;
  const shown = paths.slice(0, 2).join(' and ');
  const whyUnknown = `${shown} ${paths.length === 1 ? 'was' : 'were'} not found beside the unit`;
  return args.map((one) => (one.isUnknown && one.text.includes('$') ? { ...one, whyUnknown } : one));
}
