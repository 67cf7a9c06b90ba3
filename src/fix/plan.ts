import { dirname, join } from 'node:path';
import type { Host } from '../terminal/host.ts';
import type { FixRequest } from '../command-line/request.ts';
import { type Found, findTargets, type Wanted } from '../find-servers.ts';
import { AuditError } from '../model/audit-error.ts';
import type { Control } from '../model/control.ts';
import { existsInView, realPathInView } from '../host/root-files.ts';
import type { ReplacedFiles } from '../model/replaced-files.ts';
import { isSameDirectory } from '../sources/system/same-directory.ts';
import { type Candidate, candidatesIn, type WrittenRemoval } from './candidates.ts';
import { failuresOf } from './check-edits.ts';
import { groupByPath } from './paths-of.ts';
import { byHand, type Edit, type FilePlan, planFile, type WhereToEdit } from './plan-file.ts';

/** What was found, and what becomes of each file that has to change. */
export interface RepairPlan {
  readonly found: Found;
  readonly candidates: readonly Candidate[];
  readonly files: readonly FilePlan[];
}

interface Context {
  readonly request: FixRequest;
  readonly host: Host;
  readonly control: Control;
}

/**
 * Plans how the flag goes from the files that start API servers. Nothing is written; every edit was read and judged as
 * the audit would after it. Throws an AuditError where nothing can be looked at.
 */
export async function planRepair(request: FixRequest, host: Host, control: Control): Promise<RepairPlan> {
  const found = await findTargets(wantedOf(request), host);
  if (found.failure) throw found.failure;
  const candidates = candidatesOf(found, control);
  const removals = byPath(candidates);
  const idle = new Set(unstartedIn(found));
  const broken = new Set(found.found.problems.map(({ path }) => path).filter((path) => !idle.has(path)));
  const files = [...removals]
    .filter(([path]) => !broken.has(path))
    .map(([path, ofPath]) => planFile(whereToEdit(path, request, found), ofPath));
  return { found, candidates, files: await checked(files, candidates, { request, host, control }) };
}

/** Where a request to fix looks. */
export function wantedOf({ targets, root, isQuiet }: FixRequest): Wanted {
  return { targets, root, isQuiet, source: 'auto', input: undefined };
}

/** What was found, and what manifests start that do not run. */
export function candidatesOf({ detections, unstarted = [] }: Found, control: Control): Candidate[] {
  return candidatesIn([...detections, ...unstarted], control);
}

/** Files whose edit would do something else than to remove the flag are left to be edited by hand. */
async function checked(
  files: readonly FilePlan[],
  before: readonly Candidate[],
  context: Context,
): Promise<FilePlan[]> {
  const edits = files.filter((file) => file.kind === 'edit');
  if (edits.length === 0) return [...files];
  const replaced: ReplacedFiles = new Map(edits.map(({ path, content }) => [path, content]));
  const after = candidatesOf(
    await findTargets(wantedOf(context.request), context.host, replaced),
    context.control,
  );
  const reasons = new Map(
    failuresOf(before, after, new Set(replaced.keys()), context.control).flatMap(({ paths, reason }) =>
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

function unstartedIn({ unstarted = [] }: Found): string[] {
  return unstarted.flatMap(({ invocation: { origin } }) => (origin.kind === 'file' ? [origin.path] : []));
}

/** What is to be removed from each file, once each: several servers may read one file. */
function byPath(candidates: readonly Candidate[]): Map<string, WrittenRemoval[]> {
  const all = candidates.flatMap(({ removals }) => removals).reverse();
  const once = new Map(all.map((each) => [JSON.stringify([each.path, each.range]), each]));
  return groupByPath([...once.values()].reverse(), ({ path }) => [path]);
}

/** A file named, or found in a directory that was; or a file of the host. */
function whereToEdit(
  path: string,
  { targets, root }: FixRequest,
  { base = root, opened }: Found,
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
  const reachedBy = existsInView({ base: root }, path)
    ? realPathInView({ base: root }, path)
    : join(root, path);
  return { path, reachedBy, within: root, read: opened?.get(path) ?? new Set() };
}
