import { resolve } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import { findServers } from '../find-servers.ts';
import { holdsCommand } from '../model/printable.ts';
import { encodeText } from '../sources/system/bytes.ts';
import { EXIT_STATUSES, exitStatusOf } from '../terminal/exit-status.ts';
import { layoutOf } from '../terminal/layout-of.ts';
import { deliver, write } from '../terminal/print.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type FixContext, fixContextOf } from './fix-context.ts';
import { namesOnHost, THIS_HOST } from './ignored-manifests.ts';
import { type FixPlan, planFix } from './plan.ts';
import { pathsOf } from './servers-to-fix.ts';
import type { Watch } from './watch.ts';
import { pathsOfEdits, writePlan } from './write-plan.ts';

const ESCAPED_NOTE =
  'The diff contains what a CI would take for a command. It is shown escaped, so that\npatch cannot apply it; --write can.\n\n';

/** Shows what has to change so that the API servers pass, or changes it. Returns the exit status; throws an AuditError. */
export async function runFix(request: FixRequest, terminal: Terminal): Promise<number> {
  const plan = await planFix(request, terminal);
  const context = fixContextOf(request, terminal);
  const { edits } = plan;
  const watch = request.patience === undefined ? undefined : await watchFor(plan, terminal);
  // What cannot be shown is not done.
  if (!request.isQuiet && !(await show(plan, context))) return EXIT_STATUSES.unknown.status;
  if (!request.isToBeWritten) return statusOf(plan, request);
  const isWritten =
    edits.length > 0 ? await writePlan(plan, context, watch) : await awaitRestart(watch, context);
  const rest = statusOf({ ...plan, edits: [] }, request);
  const isSuccess = isWritten && !context.isOutputLost();
  return rest === EXIT_STATUSES.pass.status && !isSuccess ? EXIT_STATUSES.unknown.status : rest;
}

/** The diff, and what is left to be done. */
async function show(plan: FixPlan, { request, terminal, layout }: FixContext): Promise<boolean> {
  const { remainder } = await import('./words/plan.ts');
  const isForTerminal = terminal.stdout.isTTY === true;
  const { text, isEscaped } = await shownDiff(plan, request.context, isForTerminal, layout.isColoured);
  const isShown = await deliver(isEscaped ? text : encodeText(text), terminal);
  const left = remainder(
    plan,
    request.isToBeWritten,
    layoutOf(terminal, request.isColourWanted, terminal.stderr),
  );
  const note = isEscaped && !isForTerminal ? ESCAPED_NOTE : '';
  if (left !== '' || note !== '') await write(terminal.stderr, `${text === '' ? '' : '\n'}${note}${left}`);
  return isShown;
}

/** `patch` understands it unless it goes to a terminal, or holds what the runner of a CI would act on in its log. */
async function shownDiff(
  { edits }: FixPlan,
  context: number,
  isForTerminal: boolean,
  isColoured: boolean,
): Promise<{ readonly text: string; readonly isEscaped: boolean }> {
  const { diff } = await import('./words/diff.ts');
  const exact = diff(edits, { context, isColoured: false, isEscaped: false });
  const isEscaped = isForTerminal || holdsCommand(exact);
  return {
    text: isEscaped ? diff(edits, { context, isColoured: isColoured && isForTerminal, isEscaped }) : exact,
    isEscaped,
  };
}

/** What to wait for: undefined where no file has to change and no server runs with what the files held before. */
async function watchFor(
  { edits, files, serversToFix }: FixPlan,
  terminal: Terminal,
): Promise<Watch | undefined> {
  const { hasOldServers, watchOf } = await import('./watch.ts');
  const discovery = await findServers(THIS_HOST, terminal);
  if (edits.length > 0) {
    // A kubelet may name the directory otherwise.
    const names = edits.flatMap((edit) => namesOnHost(edit, discovery.hostFiles));
    return watchOf([...pathsOfEdits(edits), ...names], discovery);
  }
  if (files.length > 0) return undefined;
  const paths = serversToFix.flatMap(({ server }) => pathsOf(server)).map((path) => resolve(path));
  return hasOldServers(paths, discovery) ? watchOf(paths, discovery) : undefined;
}

async function awaitRestart(watch: Watch | undefined, context: FixContext): Promise<boolean> {
  const { patience } = context.request;
  if (watch === undefined || patience === undefined) return true;
  const { waitForServers } = await import('./wait-for-servers.ts');
  return waitForServers(watch, [], patience, context);
}

/** 1 where something has to change, 2 where that could not be determined, 3 where there is no API server, 0 otherwise. */
function statusOf(
  { edits, manual, undetermined, servers }: FixPlan,
  { isMissingAllowed }: FixRequest,
): number {
  if (edits.length > 0 || manual.length > 0) return EXIT_STATUSES.fail.status;
  if (undetermined.length > 0) return EXIT_STATUSES.unknown.status;
  return exitStatusOf(servers === 0 ? 'notapplicable' : 'pass', isMissingAllowed);
}
