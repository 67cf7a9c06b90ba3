import { basename } from '../../../model/argument.ts';
import { containersOf } from '../containers/engines.ts';
import type { ReadText, WrittenArgument, WrittenInvocation } from '../file-format.ts';
import { apiServerInK3s } from '../formats/k3s-command.ts';
import { commandsOf, expandWith } from './commands.ts';
import { type Environment, environmentOf } from './environment.ts';
import { type Assignment, isUncertain, lastSet, readAssignments } from './lines.ts';

/** `ExecStart=`; a container may be created before it, and only started there. */
const COMMANDS = ['ExecStartPre', 'ExecStart'];

/**
 * A systemd unit or drop-in: every command of its `ExecStart=`, and containers that it creates before, with the variables
 * of the whole service.
 */
export const readSystemdUnit: ReadText = (file, readBeside, filesOfService = () => [file]) => {
  const own = serviceOf(readAssignments(file));
  if (own === undefined) return undefined;
  const files = own.some(({ key }) => COMMANDS.includes(key)) ? filesOfService(file) : [];
  const service = files.flatMap((one) => {
    if (one === undefined || one === file) return one ? own : [];
    return (serviceOf(readAssignments(one)) ?? []).filter(({ key }) => !COMMANDS.includes(key));
  });
  const environment = files.includes(undefined) ? () => undefined : environmentOf(service, readBeside);
  return readService(service, basename(file.path), environment).map((invocation) => ({
    ...invocation,
    arguments: apiServerInK3s(invocation.arguments) ?? invocation.arguments,
  }));
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
  const commandLines = COMMANDS.flatMap((key) => lastSet(service, key));
  return commandLines.flatMap((assignment) =>
    commandsOf(assignment, expand)
      .filter((command) => assignment.key === 'ExecStart' || containersOf(command) !== undefined)
      .map(
        (command): WrittenInvocation => ({
          object: unit,
          container: null,
          file: assignment.file,
          start: assignment.start,
          arguments: isKnown ? command : withoutCertainty(command),
        }),
      ),
  );
}

function withoutCertainty([program, ...args]: readonly WrittenArgument[]): WrittenArgument[] {
  if (program === undefined) return [];
  return [
    program,
    ...[...args, { ...program, text: '' }].map((one) => ({ ...one, isUnknown: true as const })),
  ];
}
