import { type HostName, hostLabel } from '../model/fleet.ts';
import { AuditError } from '../model/problem.ts';
import type { Candidates } from './collection.ts';
import { isName } from './received.ts';

/** As `kubectl get nodes -o name` prints it before each name. */
const NODE = 'node/';

/**
 * The hosts that a text lists, one a line: `cluster/host`, `host` in whatever cluster, or `node/host`. What follows `#`
 * is a comment. Throws an AuditError for any other line, and where it lists none: every host would be unexpected.
 */
export function parseExpectedHosts(text: string, path: string): HostName[] {
  const place = path === '-' ? 'standard input' : path;
  const names = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((line, index) => {
      const label = withoutComment(line).trim();
      return label === '' ? [] : [parseName(label, `${place}:${index + 1}`)];
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
    `${place} is not the name of a host`,
    'Write one a line: cluster/host, host, or node/NAME as kubectl get nodes -o name prints it.',
  );
}

interface Expectation {
  /** True for every host if nothing is expected. */
  readonly isExpected: (name: HostName) => boolean | undefined;
  readonly missing: (received: readonly Candidates[]) => HostName[];
  /** A host of one cluster could stand for one of another that is missing. */
  readonly isAmbiguous: (received: readonly Candidates[]) => boolean;
}

/** A name without a cluster is that of a host in any cluster. */
export function expectedHosts(expected: readonly HostName[] | undefined): Expectation {
  if (expected === undefined) {
    return { isExpected: () => undefined, missing: () => [], isAmbiguous: () => false };
  }
  const labels = new Set(expected.map(hostLabel));
  return {
    isExpected: (name) => labels.has(hostLabel(name)) || labels.has(name.host),
    missing: (received) => {
      const there = new Set(received.flatMap(({ name }) => [hostLabel(name), name.host]));
      return [...new Map(expected.map((name) => [hostLabel(name), name])).values()].filter(
        (name) => !there.has(hostLabel(name)),
      );
    },
    isAmbiguous: (received) =>
      expected.some(({ cluster }) => cluster === null) &&
      new Set(received.map(({ name }) => name.host)).size < received.length,
  };
}
