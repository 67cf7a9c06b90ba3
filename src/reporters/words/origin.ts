import { compareOrigins } from '../../model/finding-order.ts';
import type { Origin } from '../../model/invocation.ts';
import { positionWords, shorten } from './layout.ts';

type Server = { readonly origin: Origin; readonly program: string };

const NOTHING = {
  pid: null,
  uid: null,
  executable: null,
  unit: null,
  podUid: null,
  containerId: null,
  nestedIn: null,
  path: null,
  line: null,
  column: null,
  format: null,
  object: null,
  container: null,
} as const;

/** What an origin of any kind has to tell; null for what is unknown or belongs to another kind. */
export type OriginFacts = { readonly [Fact in keyof typeof NOTHING]: FactOf<Fact> };
type FactOf<Fact> = Fact extends 'pid' | 'uid' | 'line' | 'column'
  ? number | null
  : Fact extends 'nestedIn'
    ? readonly string[] | null
    : string | null;

export function originFacts(origin: Origin): OriginFacts {
  return { ...NOTHING, ...origin, ...(origin.kind === 'process' && origin.cgroup) };
}

/**
 * A server in one line: `kube-apiserver pid 4242 (container a2f389fdfcfa)`,
 * `Pod kube-system/kube-apiserver container kube-apiserver`.
 */
export function serverLabel({ origin, program }: Server): string {
  const { pid, line, object, container } = originFacts(origin);
  if (origin.kind !== 'file') {
    return `${program} ${pid === null ? `line ${line}` : `pid ${pid}`}${inParentheses(belongingOf(origin))}`;
  }
  return `${object ?? program}${container === null ? '' : ` container ${container}`}`;
}

/**
 * What a process belongs to, to tell it from others of its program: `container a2f389fdfcfa`, `kube-apiserver.service`,
 * `uid 1000`; undefined for one of root of which nothing is known, and for what is not a process.
 */
export function belongingOf(origin: Origin): string | undefined {
  if (origin.kind !== 'process') return undefined;
  const { unit, podUid, containerId } = originFacts(origin);
  const user = origin.realUid ?? origin.uid ?? 0;
  const nesting = nestingOf(origin);
  const own =
    containerId !== null
      ? [`container ${shortId(containerId)}`]
      : podUid !== null
        ? [`pod ${podUid}`]
        : [...(unit === null ? [] : [unit]), ...(user === 0 || nesting ? [] : [`uid ${user}`])];
  const words = [own.join(', '), ...(nesting === undefined ? [] : [`in ${nesting}`])].join(' ').trim();
  return words === '' ? undefined : words;
}

/** What a pod or container is nested in: `container 5126ed9a694d`; undefined if it is not. */
export function nestingOf(origin: Origin): string | undefined {
  const { nestedIn } = originFacts(origin);
  if (nestedIn === null) return undefined;
  const innermostFirst = nestedIn.toReversed().map((id) => `container ${shortId(id)}`);
  return innermostFirst.join(' in ') || 'another container';
}

/** As docker and crictl show it. */
export function shortId(containerId: string): string {
  return containerId.slice(0, 12);
}

/** After a name or sentence. */
export function inParentheses(words: string | undefined): string {
  return words === undefined ? '' : ` (${words})`;
}

/**
 * What tells a server from others of its host on later runs: no pid, line or column. Not unique where it runs several of one
 * program.
 */
export function serverIdentity({ origin, program }: Server): string {
  const { path, object, container, executable, unit } = originFacts(origin);
  const parts = {
    process: [program, executable, unit],
    ps: [path, program],
    file: [path, object, container, program],
  }[origin.kind];
  return [origin.kind, ...parts].map((part) => part ?? '').join('|');
}

/** Where a server or something ignored comes from: `pid 99, uid 0, /usr/bin/tail`. */
export function originLabel(origin: Origin): string {
  return originParts(origin).join(', ');
}

export function originParts(origin: Origin): string[] {
  const { pid, uid, executable } = originFacts(origin);
  return [
    ...(origin.kind === 'file' ? [positionWords(origin)] : []),
    ...(origin.kind === 'ps' ? [`${fileLabel(origin.path)} line ${origin.line}`] : []),
    ...(pid === null ? [] : [`pid ${pid}`]),
    ...(uid === null ? [] : [`uid ${uid}`]),
    ...(executable === null ? [] : [shorten(executable)]),
  ];
}

function fileLabel(path: string): string {
  return path === '-' ? 'standard input' : path;
}

/** What a format calls something, which has to be told from others by that name. */
export interface Key {
  readonly key: string;
  /** That of a server; undefined for what is none. */
  readonly origin?: Origin | undefined;
}

/** Which of the equal keys each key is, from 1. It depends on the order of the servers, and not on how bad they are. */
export function ordinalsOf(keys: readonly Key[]): number[] {
  const counts = new Map<string, number>();
  const ordinals = new Map<Key, number>();
  for (const own of [...keys].sort(compareKeys)) {
    const ordinal = (counts.get(own.key) ?? 0) + 1;
    counts.set(own.key, ordinal);
    ordinals.set(own, ordinal);
  }
  return keys.map((own) => ordinals.get(own) ?? 1);
}

function compareKeys({ origin: one }: Key, { origin: other }: Key): number {
  return one && other ? compareOrigins(one, other) : Number(!one) - Number(!other);
}
