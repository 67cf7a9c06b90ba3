import { resolve } from 'node:path';
import { EXIT_STATUSES, exitStatusOf } from '../terminal/exit-status.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { isColoured } from '../terminal/is-coloured.ts';
import { deliver } from '../terminal/print.ts';
import type { FixRequest } from '../command-line/request.ts';
import { write } from '../terminal/write.ts';
import { holdsCommand } from '../model/printable.ts';
import type { Repair } from '../model/repair.ts';
import { encodeText } from '../sources/system/encode-text.ts';
import { describeRepair } from './describe-plan.ts';
import { pathsOf } from './paths-of.ts';
import { editsIn, planRepair, type RepairPlan } from './plan.ts';
import { printerOf } from './printer.ts';
import { pathsOfEdits, type WriteContext, writeRepair } from './write-plan.ts';

const ESCAPED_NOTE =
  'The diff holds what a CI would take for a command. It is shown escaped, and\npatch cannot apply it; --write can.\n\n';

/** Shows what has to change so that the API servers pass, or changes it. Gives the exit status; throws an AuditError. */
export async function runFix(request: FixRequest, terminal: Terminal): Promise<number> {
  const plan = await planRepair(request, terminal);
  const repair = describeRepair(plan);
  const edits = editsIn(plan.files);
  const status = statusOf(repair, request);
  const isColour = isColoured(terminal, request.isColourWanted);
  const context = { request, terminal, say: printerOf(request, terminal), isColoured: isColour };
  if (request.isToBeWritten && request.patience !== undefined && edits.length > 0) {
    const { rejectUnwatchable } = await import('./wait-for-servers.ts');
    await rejectUnwatchable(pathsOfEdits(edits), context);
  }
  // What cannot be shown is not done.
  if (!request.isQuiet && !(await show(repair, context))) return EXIT_STATUSES.unknown.status;
  if (!request.isToBeWritten) return status;
  const isDone =
    edits.length > 0 ? await writeRepair(plan, repair, context) : await awaitRestart(plan, context);
  const rest = statusOf({ ...repair, changes: [] }, request);
  const isTold = isDone && !context.say.isLost();
  return rest === EXIT_STATUSES.pass.status && !isTold ? EXIT_STATUSES.unknown.status : rest;
}

/** The diff, and what is left to be done. */
async function show(
  repair: Repair,
  { request, terminal, isColoured: isColour }: WriteContext,
): Promise<boolean> {
  const { remainder } = await import('./words/plan.ts');
  const isForTerminal = terminal.stdout.isTTY === true;
  const { text, isEscaped } = await shownDiff(repair, request.context, isForTerminal, isColour);
  const isShown = await deliver(isEscaped ? text : encodeText(text), terminal);
  const left = remainder(repair, request.isToBeWritten, isColour);
  const note = isEscaped && !isForTerminal ? ESCAPED_NOTE : '';
  if (left !== '' || note !== '') await write(terminal.stderr, `${text === '' ? '' : '\n'}${note}${left}`);
  return isShown;
}

/** `patch` understands it unless it goes to a terminal, or holds what the runner of a CI would act on in its log. */
async function shownDiff(
  { changes }: Repair,
  context: number,
  isForTerminal: boolean,
  isColour: boolean,
): Promise<{ readonly text: string; readonly isEscaped: boolean }> {
  const { diff } = await import('./words/diff.ts');
  const exact = diff(changes, { context, isColoured: false, isEscaped: false });
  const isEscaped = isForTerminal || holdsCommand(exact);
  return {
    text: isEscaped ? diff(changes, { context, isColoured: isColour && isForTerminal, isEscaped }) : exact,
    isEscaped,
  };
}

/** Where the files need no change and a server runs with what they held before, it is waited for all the same. */
async function awaitRestart({ candidates }: RepairPlan, context: WriteContext): Promise<boolean> {
  const { patience } = context.request;
  if (patience === undefined) return true;
  const { hasOldServers, waitForServers } = await import('./wait-for-servers.ts');
  const paths = candidates.flatMap(({ target }) => pathsOf(target)).map((path) => resolve(path));
  if (!(await hasOldServers(paths, context))) return true;
  return waitForServers(paths, [], patience, context);
}

/** 1 where something has to change, 2 where that could not be told, 3 where there is no API server, 0 otherwise. */
function statusOf(
  { changes, byHand, undetermined, servers }: Repair,
  { isMissingAllowed }: FixRequest,
): number {
  if (changes.length > 0 || byHand.length > 0) return EXIT_STATUSES.fail.status;
  if (undetermined.length > 0) return EXIT_STATUSES.unknown.status;
  return exitStatusOf(servers === 0 ? 'notapplicable' : 'pass', isMissingAllowed);
}
