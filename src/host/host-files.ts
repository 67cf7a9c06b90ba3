import { readlinkSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplacedFiles } from '../model/discovery.ts';
import type { Invocation, ProcessOrigin } from '../model/invocation.ts';
import { AuditError, type Problem, problemIn } from '../model/problem.ts';
import { type SourceFile, toSourceFile } from '../sources/files/source-file.ts';
import { PROCFS } from '../sources/processes/proc-visibility.ts';
import { decodeBytes } from '../sources/system/bytes.ts';
import { ifReadable, readRegularFile, UnreadableFile } from '../sources/system/descriptors.ts';
import { errnoMessage, isForbidden, isMissing, tried } from '../sources/system/errno.ts';
import { howToRead } from '../sources/system/privileges.ts';
import { processViews } from './process-views.ts';
import { listInsideRoot, type RootFiles, readIfFile, readInsideRoot } from './root-files.ts';

/** The files of a host: its own, and those that a process of it sees. */
export interface HostFiles {
  readonly root: RootFiles;
  /** Its /proc, where that is a live one. */
  readonly proc: string | undefined;
  readonly kubelets: readonly Invocation[];
  /** The file system of a process; that of the host where there is no such view. */
  viewOf(origin: ProcessOrigin): RootFiles;
  /** The same, but where that may not be seen and the process is outside of every container, the file system of the host. */
  openViewOf(origin: ProcessOrigin): RootFiles;
  /** What keeps this process from telling whether its own files are those of the host, as in a container of its PID namespace. */
  readonly unseen?: Problem | undefined;
  /** The environment a process was started with; undefined where it may not be read. */
  environmentOf(origin: ProcessOrigin): ReadonlyMap<string, string> | undefined;
}

/**
 * @param root the directory the host is mounted at
 * @param now a clock that only goes forward, in milliseconds
 */
export function hostFilesOf(
  root: string,
  kubelets: readonly Invocation[],
  replaced: ReplacedFiles = new Map(),
  now: () => number = () => process.uptime() * 1000,
): HostFiles {
  const proc = join(root, 'proc');
  const isLive = isProcfs(proc);
  const shared = { replaced, opened: new Map(), problems: [] };
  const own: RootFiles = { base: root, ...shared };
  const init: RootFiles = { base: join(proc, '1', 'root'), ...shared };
  const seen = root === '/' && isLive ? rootOf(init) : undefined;
  const pids = new Set(kubelets.map(({ origin }) => (origin.kind === 'process' ? origin.pid : undefined)));
  const viewOf = isLive ? processViews(proc, shared, (pid) => pids.has(pid), now) : () => own;
  return {
    // In a container that shares the PID namespace of its host, process 1 sees the files of the host.
    root: seen?.hasNames ? init : own,
    unseen: seen?.whyForbidden,
    proc: isLive ? proc : undefined,
    kubelets,
    viewOf,
    openViewOf: (origin) => {
      const view = viewOf(origin);
      const isOutside = origin.cgroup && origin.cgroup.containerId === null && origin.cgroup.podUid === null;
      return root !== '/' && isOutside && isClosed(view.base) ? own : view;
    },
    environmentOf: (origin) => readEnvironment(join(proc, String(origin.pid), 'environ'), viewOf(origin)),
  };
}

function isProcfs(proc: string): boolean {
  return tried(() => statfsSync(proc).type) === PROCFS;
}

/** What the root of a view shows. */
function rootOf(view: RootFiles): { hasNames: boolean; whyForbidden: Problem | undefined } {
  const { value: names = [], problems } = withProblems(view, () =>
    ifThere(view, '/', () => listInsideRoot(view, '/')),
  );
  const problem = problems.find(({ isForbidden }) => isForbidden);
  return { hasNames: names.length > 0, whyForbidden: problem && { ...problem, path: view.base } };
}

function isReachable(view: RootFiles): boolean {
  const names = tried(() => listInsideRoot(view, '/')) ?? [];
  return names.length > 0;
}

function readEnvironment(path: string, { budget }: RootFiles): ReadonlyMap<string, string> | undefined {
  const latin1 = ifReadable(() => readRegularFile(path));
  if (latin1 === undefined) return undefined;
  budget?.spend({ bytes: latin1.length });
  const variables = decodeBytes(Buffer.from(latin1, 'latin1')).split('\0');
  const environment = new Map(
    variables.flatMap((variable) => {
      const equals = variable.indexOf('=');
      return equals < 1 ? [] : [[variable.slice(0, equals), variable.slice(equals + 1)] as const];
    }),
  );
  // A process that gives itself a title, as k3s does, overwrites its environment with it.
  return environment.size === 0 ? undefined : environment;
}

/** A text file. Throws the system's error, or UnreadableFile. */
export function readTextInsideRoot(view: RootFiles, path: string, most?: number): SourceFile {
  return toSourceFile(path, decodeBytes(readInsideRoot(view, path, most)));
}

/** What `read` gives; undefined where there is nothing, and where it fails, which the view notes as a problem with `path`. */
export function ifThere<T>(view: RootFiles, path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isMissing(error)) view.problems.push(problemOf(view, path, error));
    return undefined;
  }
}

/** A text file; undefined where there is none, and where it cannot be read, which is noted. */
export function textIfFile(view: RootFiles, path: string): SourceFile | undefined {
  const bytes = ifThere(view, path, () => readIfFile(view, path));
  return bytes && toSourceFile(path, decodeBytes(bytes));
}

/** The names in a directory; undefined where there is none, and where it cannot be read, which is noted. */
export function namesIfDirectory(view: RootFiles, path: string): string[] | undefined {
  return ifThere(view, path, () => listInsideRoot(view, path));
}

/** What `read` gives, and the problems noted meanwhile. It must not wait for anything: all views share one list. */
export function withProblems<T>({ problems }: RootFiles, read: () => T): { value: T; problems: Problem[] } {
  const before = problems.length;
  try {
    return { value: read(), problems: problems.slice(before) };
  } finally {
    problems.length = before;
  }
}

/** What an error on reading a file of a view says to people. Any other error is thrown on. */
export function problemOf(view: RootFiles, path: string, error: unknown): Problem {
  if (view.seenBy !== undefined && isForbidden(error) && !isReachable(view)) {
    return {
      path,
      message: `this user may not see the files as ${view.seenBy} sees them`,
      hint: howToRead('process'),
      isForbidden: true,
    };
  }
  if (error instanceof AuditError) return problemIn(path, error);
  const message = error instanceof UnreadableFile ? error.message : errnoMessage(error);
  const problem = { path, message: `cannot be read: ${message}` };
  if (!isForbidden(error)) return { ...problem, hint: 'Check the file.' };
  return { ...problem, hint: howToRead(isOfProcess(view.base) ? 'process' : 'file'), isForbidden: true };
}

/** The root of a process is closed to who may not trace it, and then every file in it. */
function isOfProcess(base: string): boolean {
  return /\/proc\/\d+\/root$/.test(base) && isClosed(base);
}

function isClosed(base: string): boolean {
  try {
    readlinkSync(base);
    return false;
  } catch (error) {
    return isForbidden(error);
  }
}

type Read<Names extends readonly string[], T> = (view: RootFiles, ...names: Names) => T;

/** Caches `read` per view and names: thousands of processes may ask for the same. Its problems are noted each time. */
export function cachedPerView<Names extends readonly string[], T>(read: Read<Names, T>): Read<Names, T> {
  const known = new WeakMap<RootFiles, Map<string, { readonly value: T; readonly problems: Problem[] }>>();
  return (view, ...names) => {
    const ofView = known.get(view) ?? new Map();
    known.set(view, ofView);
    const key = names.join('\0');
    const found = ofView.get(key) ?? withProblems(view, () => read(view, ...names));
    ofView.set(key, found);
    view.problems.push(...found.problems);
    return found.value;
  };
}
