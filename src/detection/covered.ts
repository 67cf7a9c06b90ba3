import type { ApiServer } from '../model/api-server.ts';
import { hasOwnFlag } from '../model/api-server-words.ts';
import type { Argument, AssignedAt } from '../model/argument.ts';

/**
 * Without the environment files whose variables other servers take: those have a verdict on the same arguments. A variable
 * that may set a flag and that none of them takes keeps its file among the servers.
 */
export function withoutCovered(servers: readonly ApiServer[]): ApiServer[] {
  const taken = new Set(servers.flatMap((server) => (isEnvironmentFile(server) ? [] : placesIn(server))));
  const isTaken = ({ assignedAt = [] }: Argument) => assignedAt.some((place) => taken.has(keyOf(place)));
  return servers.filter(
    (server) =>
      !isEnvironmentFile(server) ||
      !server.arguments.some(isTaken) ||
      !server.arguments.every((argument) => isTaken(argument) || !mayDecide(argument)),
  );
}

function isEnvironmentFile({ invocation: { origin } }: ApiServer): boolean {
  return origin.kind === 'file' && origin.format === 'environment';
}

function mayDecide({ text, isUnknown }: Argument): boolean {
  return isUnknown === true || hasOwnFlag(text);
}

function placesIn({ arguments: args }: ApiServer): string[] {
  return args.flatMap(({ assignedAt = [] }) => assignedAt.map(keyOf));
}

/** The same for each way to write a path. */
function keyOf({ path, offset }: AssignedAt): string {
  return `${path.replace(/^(?:\.\/)+/, '')}:${offset}`;
}
