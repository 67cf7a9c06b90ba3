import { resolve } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import { holdsCommand } from '../model/printable.ts';
import { encodeText } from '../sources/system/bytes.ts';
import { EXIT_STATUSES, exitStatusOf } from '../terminal/exit-status.ts';
import { deliver, write } from '../terminal/print.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type FixContext, fixContextOf } from './fix-context.ts';
import { type FixPlan, planFix } from './plan.ts';
import { pathsOf } from './servers-to-fix.ts';
import { pathsOfEdits, writePlan } from './write-plan.ts';

const ESCAPED_NOTE =
  'The diff contains what a CI would take for a command. It is shown escaped, so that\npatch cannot apply it; --write can.\n\n';

/** Shows what has to change so that the API servers pass, or changes it. Returns the exit status; throws an AuditError. */
export async function runFix(request: FixRequest, terminal: Terminal): Promise<number> {
  const plan = await planFix(request, terminal);
  const context = fixContextOf(request, terminal);
  const { edits } = plan;
  if (request.isToBeWritten && request.patience !== undefined && edits.length > 0) {
    const { rejectUnwatchable } = await import('./wait-for-servers.ts');
    await rejectUnwatchable(pathsOfEdits(edits), context);
  }
  // What cannot be shown is not done.
  if (!request.isQuiet && !(await show(plan, context))) return EXIT_STATUSES.unknown.status;
  if (!request.isToBeWritten) return statusOf(plan, request);
  const isDone = edits.length > 0 ? await writePlan(plan, context) : await awaitRestart(plan, context);
  const rest = statusOf({ ...plan, edits: [] }, request);
  const isSuccess = isDone && !context.isOutputLost();
  return rest === EXIT_STATUSES.pass.status && !isSuccess ? EXIT_STATUSES.unknown.status : rest;
}

/** The diff, and what is left to be done. */
async function show(plan: FixPlan, { request, terminal, isColoured }: FixContext): Promise<boolean> {
  const { remainder } = await import('./words/plan.ts');
  const isForTerminal = terminal.stdout.isTTY === true;
  const { text, isEscaped } = await shownDiff(plan, request.context, isForTerminal, isColoured);
  const isShown = await deliver(isEscaped ? text : encodeText(text), terminal);
  const left = remainder(plan, request.isToBeWritten, isColoured);
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

/** Where the files need no change but a server still runs with what they held before, it is waited for too. */
async function awaitRestart({ serversToFix }: FixPlan, context: FixContext): Promise<boolean> {
  const { patience } = context.request;
  if (patience === undefined) return true;
  const { hasOldServers, waitForServers } = await import('./wait-for-servers.ts');
  const paths = serversToFix.flatMap(({ server }) => pathsOf(server)).map((path) => resolve(path));
  if (!(await hasOldServers(paths, context))) return true;
  return waitForServers(paths, [], patience, context);
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
