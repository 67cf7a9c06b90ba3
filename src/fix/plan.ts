import { dirname, join } from 'node:path';
import { HOW_TO_MOVE } from '../audit/drift.ts';
import { judgeAlone } from '../audit/judge.ts';
import type { FixRequest } from '../command-line/request.ts';
import { findServers, type SearchRequest } from '../find-servers.ts';
import { existsInsideRoot, realPathInsideRoot } from '../host/root-files.ts';
import type { ApiServer } from '../model/api-server.ts';
import type { Discovery, KubeletState, ReplacedFiles } from '../model/discovery.ts';
import { groupBy, uniqueBy } from '../model/group-by.ts';
import { AuditError, type Problem, problemText } from '../model/problem.ts';
import { encodeText } from '../sources/system/bytes.ts';
import { isSameDirectory } from '../sources/system/descriptors.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { adviceOn, hasFlagInShadow, shadowAdvice } from './advice.ts';
import { faultsIn } from './check-edits.ts';
import { ignoredManifests, THIS_HOST } from './ignored-manifests.ts';
import { type Edit, type FilePlan, manualEdit, planFile, type WhereToEdit } from './plan-file.ts';
import { outcomeOf } from './server-outcome.ts';
import {
  type ArgumentInFile,
  pathsOf,
  type ServerToFix,
  serversToFix,
  sourcePathsOf,
} from './servers-to-fix.ts';

/** What has to change so that the API servers pass, and what of it can be done here. */
export interface FixPlan {
  readonly discovery: Discovery;
  readonly serversToFix: readonly ServerToFix[];
  /** What becomes of each file that has to change. */
  readonly files: readonly FilePlan[];
  /** One for each file, however many paths lead to it. */
  readonly edits: readonly AdvisedEdit[];
  /** What has to change by hand. */
  readonly manual: readonly Problem[];
  /** What could not be determined. */
  readonly undetermined: readonly Problem[];
  /** What servers need whose files need no change, one sentence each. */
  readonly advice: readonly string[];
  /** How many API servers were found, in files or running. */
  readonly servers: number;
}

export interface AdvisedEdit extends Edit {
  /** What else is needed for it to take effect and to last, one sentence each. */
  readonly advice: readonly string[];
}

/**
 * Plans how the flag is removed from the files that start API servers. Nothing is written; every edit was read and judged
 * as the audit would read it. Throws an AuditError where nothing can be read.
 */
export async function planFix(request: FixRequest, terminal: Terminal): Promise<FixPlan> {
  const discovery = await findServers(searchRequestOf(request), terminal);
  if (discovery.failure) throw discovery.failure;
  const toFix = serversToFixIn(discovery);
  const broken = new Set(discovery.problems.map(({ path }) => path));
  const toRemove = toRemoveByPath(toFix);
  const planned = [...toRemove]
    .filter(([path]) => !broken.has(path))
    .map(([path, ofPath]) => planFile(whereToEdit(path, request, discovery), ofPath));
  const edits = planned.filter((file) => file.kind === 'edit');
  const isHost = request.targets.length === 0 || edits.length === 0;
  const ignored = ignoredManifests(edits, isHost ? discovery : await findServers(THIS_HOST, terminal));
  const files = planned.map((file) => {
    const winner = file.kind === 'edit' ? ignored.get(file) : undefined;
    return winner === undefined ? file : leftIgnored(file.path, winner, toRemove.get(file.path) ?? []);
  });
  const search = (replaced: ReplacedFiles) => findServers(searchRequestOf(request), terminal, replaced);
  return completed(discovery, toFix, await checked(files, toFix, search));
}

/** A manifest that a kubelet ignores stays as it is. */
function leftIgnored(path: string, winner: string, toRemove: readonly ArgumentInFile[]): FilePlan {
  const lines = toRemove.map(({ shown, line }) => `"${shown}" in line ${line}`).join(' and ');
  const reason =
    path === winner
      ? 'it is a link to a file that describes the same pod'
      : `the kubelet ignores it while ${winner} is there for the same pod`;
  return manualEdit(
    path,
    toRemove,
    `${reason}; a change of it would restart the API server twice`,
    `Leave ${lines} as long as the kubelet runs. ${HOW_TO_MOVE}`,
  );
}

/** Where a request to fix looks. */
export function searchRequestOf({ targets, root, isQuiet, isMissingAllowed }: FixRequest): SearchRequest {
  return { targets, root, isQuiet, isMissingAllowed, source: 'auto', input: undefined };
}

/** What was found, and what manifests start that do not run. */
export function serversToFixIn(discovery: Discovery): ServerToFix[] {
  const { servers, notRunning } = discovery;
  return serversToFix([...servers, ...notRunning], kubeletOf(discovery));
}

/** No kubelet watches the files of an image, or files that are named. */
function kubeletOf({ kubelet = 'not running' }: Discovery): KubeletState {
  return kubelet;
}

/** Files whose edit would do anything else than remove the flag are left to be edited by hand. */
async function checked(
  files: readonly FilePlan[],
  before: readonly ServerToFix[],
  search: (replaced: ReplacedFiles) => Promise<Discovery>,
): Promise<readonly FilePlan[]> {
  const edits = files.filter((file) => file.kind === 'edit');
  if (edits.length === 0) return files;
  const replaced = new Map(edits.map(({ path, after }) => [path, encodeText(after)]));
  const after = await search(replaced);
  const faults = new Map([
    ...faultsIn(before, serversToFixIn(after), new Set(replaced.keys())),
    ...problemsIn(after, replaced),
  ]);
  if (faults.size === 0) return files;
  const toRemove = toRemoveByPath(before);
  const kept = files.map((file) => {
    const fault = file.kind === 'edit' ? faults.get(file.path) : undefined;
    return fault === undefined ? file : manualEdit(file.path, toRemove.get(file.path) ?? [], fault);
  });
  return checked(kept, before, search);
}

/** What the audit could not read of the files as they would be, by path. It could read them as they are. */
function problemsIn({ problems }: Discovery, replaced: ReplacedFiles): [string, string][] {
  return problems
    .filter(({ path }) => replaced.has(path))
    .map((problem) => [problem.path, `without it the audit would say: ${problemText(problem)}`]);
}

/** What is to be removed from each file, once each. A file that several servers read comes after their own. */
function toRemoveByPath(servers: readonly ServerToFix[]): Map<string, ArgumentInFile[]> {
  const all = servers.flatMap(({ toRemove }) => toRemove).reverse();
  const once = uniqueBy(all, ({ path, range }) => JSON.stringify([path, range])).reverse();
  return groupBy(once, ({ path }) => [path]);
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
      'this runs in a container, and the files to change are on its host',
      'Run it on the host ("nsenter --target 1 --mount --"), or mount the host and name it with --root.',
    );
  }
  // Links are followed as the host itself would follow them, and not out of it.
  const reachedBy = existsInsideRoot({ base: root }, path)
    ? realPathInsideRoot({ base: root }, path)
    : join(root, path);
  return { path, reachedBy, within: root, read: hostFiles?.get(path) ?? new Set() };
}

/** The plan with what to tell people about it. */
function completed(discovery: Discovery, toFix: readonly ServerToFix[], files: readonly FilePlan[]): FixPlan {
  const { scan } = discovery;
  const kubelet = kubeletOf(discovery);
  const servers = [...discovery.servers, ...discovery.notRunning];
  const planAt = new Map(files.map((file) => [file.path, file]));
  const outcomes = servers.map((server) => outcomeOf(server, planAt, kubelet));
  const follows = new Set(outcomes.flatMap(({ follows: paths = [] }) => paths));
  const unseen = discovery.servers.length === 0 && scan.blindSpot ? [scan.blindSpot] : [];
  const edits = withAdvice(files, toFix, servers, kubelet);
  const changed = new Set(edits.map(({ path }) => path));
  const unchanged = servers.filter((server) => !sourcePathsOf(server).some((path) => changed.has(path)));
  const problems = [...discovery.problems, ...unseen].filter(({ path }) => !planAt.has(path));
  return {
    discovery,
    serversToFix: toFix,
    files,
    edits,
    manual: unique([
      ...files.flatMap((file) => (file.kind === 'manual' && !follows.has(file.path) ? [file.problem] : [])),
      ...outcomes.flatMap(({ manual }) => manual ?? []),
    ]),
    undetermined: unique([...problems, ...outcomes.flatMap(({ undetermined }) => undetermined ?? [])]),
    advice: [
      ...outcomes.flatMap(({ advice }) => advice ?? []),
      ...new Set(unchanged.filter(hasFlagInShadow).flatMap((server) => shadowAdvice(server, kubelet))),
    ],
    servers: servers.length,
  };
}

function withAdvice(
  files: readonly FilePlan[],
  toFix: readonly ServerToFix[],
  servers: readonly ApiServer[],
  kubelet: KubeletState,
): AdvisedEdit[] {
  const failing = toFix.filter(({ server }) => judgeAlone(server).status !== 'pass');
  const failingPaths = new Set(failing.flatMap(({ toRemove }) => toRemove.map(({ path }) => path)));
  const writtenAt = groupBy(toFix, ({ server }) => pathsOf(server));
  const startedFrom = groupBy(servers, sourcePathsOf);
  const edits = files.filter((file) => file.kind === 'edit');
  return uniqueBy(edits, ({ file }) => file.realPath).map((edit) => {
    const { path } = edit;
    const written = writtenAt.get(path) ?? [];
    const started = startedFrom.get(path) ?? [];
    return { ...edit, advice: adviceOn(edit, written, started, !failingPaths.has(path), kubelet) };
  });
}

function unique(problems: readonly Problem[]): Problem[] {
  return uniqueBy(problems, (problem) => JSON.stringify([problemText(problem), problem.hint]));
}
