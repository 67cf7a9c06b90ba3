import { type HostName, hostLabel, MAX_NAME } from '../model/fleet.ts';
import { printable } from '../model/printable.ts';
import { AuditError } from '../model/problem.ts';
import { isName } from './received.ts';

/** As `kubectl get nodes -o name` prints it before each name. */
const NODE = 'node/';

/** A host as a list names it, where the cluster may be left out. */
export interface ListedHost extends HostName {
  readonly path?: string;
  readonly line?: number;
}

/**
 * The hosts that a text lists, one a line: `cluster/host`, `host` in whatever cluster, or `node/host`. What follows `#`
 * is a comment. Throws an AuditError for any other line, and where it lists none: every host would be unexpected.
 */
export function parseExpectedHosts(text: string, path: string): ListedHost[] {
  const place = path === '-' ? 'standard input' : path;
  const names = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((written, index) => {
      const label = withoutComment(written).trim().replace(/\s+/g, ' ');
      const line = index + 1;
      return label === '' ? [] : [{ ...parseName(label, `${place}:${line}`), path, line }];
    });
  if (names.length > 0) return names;
  throw new AuditError(`${place} lists no hosts`, 'Write one a line: cluster/host, host or node/NAME.');
}

function withoutComment(line: string): string {
  const comment = line.indexOf('#');
  return comment === -1 ? line : line.slice(0, comment);
}

function parseName(label: string, place: string): HostName {
  const name = label.startsWith(NODE) ? label.slice(NODE.length) : label;
  const slash = name.lastIndexOf('/');
  const host = name.slice(slash + 1);
  const cluster = slash === -1 ? null : name.slice(0, slash);
  if (isName(host) && !/\s/.test(label) && (cluster === null || isName(cluster))) return { cluster, host };
  throw new AuditError(
    `${place}: '${printable(label.slice(0, MAX_NAME))}' is not the name of a host`,
    /\s/.test(label)
      ? 'Write one a line; kubectl get nodes prints them so with -o name.'
      : 'Write one a line: cluster/host, host, or node/NAME as kubectl get nodes -o name prints it.',
  );
}

/** What is expected, once it is known what has been received. */
interface Expectation {
  /** Sorted out: a name without a cluster is in none, or it is not known in which. */
  readonly names: readonly HostName[];
  readonly missing: readonly HostName[];
  readonly isExpected: (name: HostName) => boolean;
  /** Lines that name a host without its cluster, where several have one of that name. */
  readonly ambiguous: readonly ListedHost[];
}

/**
 * A line without a cluster is the host of that name, whose cluster has to be beyond doubt: the only one with a host of
 * that name, or else the only one that there is.
 *
 * @param known hosts that are expected exactly as they are named
 * @param lines names as a list has them
 */
export function expectedHosts(
  known: readonly HostName[],
  lines: readonly ListedHost[],
  received: readonly HostName[],
): Expectation {
  if (known.length + lines.length === 0) {
    return { names: [], missing: [], isExpected: () => false, ambiguous: [] };
  }
  const sure = [...received, ...known, ...lines.filter(({ cluster }) => cluster !== null)];
  const byHost = new Map<string, Set<string | null>>();
  for (const { cluster, host } of sure) byHost.set(host, (byHost.get(host) ?? new Set()).add(cluster));
  const clusters = new Set(sure.map(({ cluster }) => cluster));
  const [only = null] = clusters.size === 1 ? clusters : [];
  const clustersOf = (line: ListedHost) =>
    line.cluster === null ? (byHost.get(line.host) ?? new Set([only])) : new Set([line.cluster]);
  const ambiguous = lines.filter((line) => clustersOf(line).size > 1);
  const settled = lines.flatMap((line) => {
    const [cluster = null, ...others] = clustersOf(line);
    return others.length > 0 ? [] : [{ cluster, host: line.host }];
  });
  const inDoubt = new Set(ambiguous.map(({ host }) => host));
  const names = distinctNames([...known, ...settled]);
  const labels = new Set(names.map(hostLabel));
  const there = new Set(received.map(hostLabel));
  return {
    names: distinctNames([...names, ...ambiguous.map(({ host }) => ({ cluster: null, host }))]),
    missing: names.filter((name) => !there.has(hostLabel(name))),
    isExpected: (name) => labels.has(hostLabel(name)) || inDoubt.has(name.host),
    ambiguous,
  };
}

function distinctNames(names: readonly HostName[]): HostName[] {
  return [...new Map(names.map((name) => [hostLabel(name), name])).values()];
}
