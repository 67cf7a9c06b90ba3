import type { ApiServer } from '../model/api-server.ts';

/** The files that a server is written in. */
export function pathsOf({ invocation, arguments: args }: ApiServer): string[] {
  const own = invocation.origin.kind === 'file' ? [invocation.origin.path] : [];
  return [...new Set([...own, ...args.flatMap(({ path }) => path ?? [])])];
}

/** The files that a server has its arguments from, and those that will start it. */
export function sourcesOf(server: ApiServer): string[] {
  return [server, ...(server.afterRestart?.servers ?? [])].flatMap(pathsOf);
}

/** Items by each of their paths. */
export function groupByPath<T>(items: readonly T[], paths: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const path of new Set(paths(item))) {
      const group = groups.get(path) ?? [];
      groups.set(path, group);
      group.push(item);
    }
  }
  return groups;
}
