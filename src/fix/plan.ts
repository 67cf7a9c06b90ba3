import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal/terminal.ts';
import type { FixRequest } from '../command-line/request.ts';
import type { Discovery } from '../model/discovery.ts';
import { findServers, type SearchRequest } from '../find-servers.ts';
import { AuditError } from '../model/audit-error.ts';
import { existsInsideRoot, realPathInsideRoot } from '../host/root-files.ts';
import type { ReplacedFiles } from '../model/replaced-files.ts';
import { isSameDirectory } from '../sources/system/same-directory.ts';
import { type ServerToFix, serversToFix, type WrittenRemoval } from './servers-to-fix.ts';
import { failuresOf } from './check-edits.ts';
import { groupByPath } from './paths-of.ts';
import { byHand, type Edit, type FilePlan, planFile, type WhereToEdit } from './plan-file.ts';

/** What was found, and what becomes of each file that has to change. */
export interface RepairPlan {
  readonly found: Discovery;
  readonly candidates: readonly ServerToFix[];
  readonly files: readonly FilePlan[];
}

interface Context {
  readonly request: FixRequest;
  readonly terminal: Terminal;
}

/**
 * Plans how the flag goes from the files that start API servers. Nothing is written; every edit was read and judged as
 * the audit would after it. Throws an AuditError where nothing can be looked at.
 */
export async function planRepair(request: FixRequest, terminal: Terminal): Promise<RepairPlan> {
  const found = await findServers(searchRequestOf(request), terminal);
  if (found.failure) throw found.failure;
  const candidates = serversToFixIn(found);
  const removals = byPath(candidates);
  const idle = new Set(notRunningIn(found));
  const broken = new Set(found.problems.map(({ path }) => path).filter((path) => !idle.has(path)));
  const files = [...removals]
    .filter(([path]) => !broken.has(path))
    .map(([path, ofPath]) => planFile(whereToEdit(path, request, found), ofPath));
  return { found, candidates, files: await checked(files, candidates, { request, terminal }) };
}

/** Where a request to fix looks. */
export function searchRequestOf({ targets, root, isQuiet }: FixRequest): SearchRequest {
  return { targets, root, isQuiet, source: 'auto', input: undefined };
}

/** What was found, and what manifests start that do not run. */
export function serversToFixIn({ servers, notRunning }: Discovery): ServerToFix[] {
  return serversToFix([...servers, ...notRunning]);
}

/** Files whose edit would do something else than to remove the flag are left to be edited by hand. */
async function checked(
  files: readonly FilePlan[],
  before: readonly ServerToFix[],
  context: Context,
): Promise<FilePlan[]> {
  const edits = files.filter((file) => file.kind === 'edit');
  if (edits.length === 0) return [...files];
  const replaced: ReplacedFiles = new Map(edits.map(({ path, content }) => [path, content]));
  const after = serversToFixIn(
    await findServers(searchRequestOf(context.request), context.terminal, replaced),
  );
  const reasons = new Map(
    failuresOf(before, after, new Set(replaced.keys())).flatMap(({ paths, reason }) =>
      paths.map((path) => [path, reason] as const),
    ),
  );
  if (reasons.size === 0) return [...files];
  const removals = byPath(before);
  const kept = files.map((file): FilePlan => {
    const { kind, path } = file;
    const reason = reasons.get(path);
    if (kind !== 'edit' || reason === undefined) return file;
    return { kind: 'by hand', path, obstacle: byHand(path, removals.get(path) ?? [], reason) };
  });
  return checked(kept, before, context);
}

/** One edit for each file, whatever number of paths lead to it. */
export function editsIn(files: readonly FilePlan[]): Edit[] {
  const edits = files.filter((file) => file.kind === 'edit').reverse();
  return [...new Map(edits.map((edit) => [edit.file.realPath, edit])).values()].reverse();
}

function notRunningIn({ notRunning }: Discovery): string[] {
  return notRunning.flatMap(({ invocation: { origin } }) => (origin.kind === 'file' ? [origin.path] : []));
}

/** What is to be removed from each file, once each: several servers may read one file. */
function byPath(candidates: readonly ServerToFix[]): Map<string, WrittenRemoval[]> {
  const all = candidates.flatMap(({ removals }) => removals).reverse();
  const once = new Map(all.map((each) => [JSON.stringify([each.path, each.range]), each]));
  return groupByPath([...once.values()].reverse(), ({ path }) => [path]);
}

/** A file named, or found in a directory that was; or a file of the host. */
function whereToEdit(
  path: string,
  { targets, root }: FixRequest,
  { base = root, hostFiles }: Discovery,
): WhereToEdit {
  if (targets.length > 0) {
    const directory = targets.find((target) => path.startsWith(target.endsWith('/') ? target : `${target}/`));
    return { path, reachedBy: path, within: directory ?? dirname(path) };
  }
  if (root === '/' && !isSameDirectory(base, root)) {
    throw new AuditError(
      'this runs in a container, and the files to be changed are those of its host',
      'Run it on the host ("nsenter --target 1 --mount --"), or mount the host and name it with --root.',
    );
  }
  // Links of the host lead where they lead there, and not out of it.
  const reachedBy = existsInsideRoot({ base: root }, path)
    ? realPathInsideRoot({ base: root }, path)
    : join(root, path);
  return { path, reachedBy, within: root, read: hostFiles?.get(path) ?? new Set() };
}
