import { dirname, join } from 'node:path';
import type { Terminal } from '../terminal/terminal.ts';
import type { FixRequest } from '../command-line/request.ts';
import { replaceFile } from '../replace/replace-file.ts';
import { AuditError } from '../model/audit-error.ts';
import type { Repair, Written } from '../model/repair.ts';
import { USUAL_PATHS } from '../model/well-known-paths.ts';
import { auditWritten } from './audit-written.ts';
import type { Edit } from './plan-file.ts';
import { editsIn, type RepairPlan } from './plan.ts';
import type { Printer } from './printer.ts';

/** What writing a repair needs of its surroundings. */
export interface WriteContext {
  readonly request: FixRequest;
  readonly terminal: Terminal;
  /** Prints a text for people. */
  readonly say: Printer;
  readonly isColoured: boolean;
}

const USUAL_PAUSE = 1000;

/**
 * Changes one file after the other, audits them again, and waits for the servers if that is asked for. Gives whether all
 * came out as it should; throws an AuditError where a file cannot be changed, and leaves the files behind it as they are.
 */
export async function writeRepair(plan: RepairPlan, repair: Repair, context: WriteContext): Promise<boolean> {
  const edits = editsIn(plan.files);
  const { patience } = context.request;
  await context.say('\n');
  const written: Written[] = [];
  const failure = await writeEdits(edits, repair, context, written);
  const done = edits.slice(0, written.length);
  const isAsItShould = done.length === 0 || (await sayAudited(plan, done, context));
  const { summaryWords } = await import('./words/progress.ts');
  const hasRest = repair.byHand.length > 0 || repair.undetermined.length > 0;
  if (edits.length > 1 || hasRest) await context.say(summaryWords(done.length, repair));
  if (failure) throw failure;
  if (patience === undefined) return isAsItShould;
  const { waitForServers } = await import('./wait-for-servers.ts');
  return (await waitForServers(pathsOfEdits(done), written, patience, context)) && isAsItShould;
}

/** Adds what it writes to `written`, and gives back the error that ended it. */
async function writeEdits(
  edits: readonly Edit[],
  repair: Repair,
  context: WriteContext,
  written: Written[],
): Promise<AuditError | undefined> {
  const { writtenWords } = await import('./words/progress.ts');
  const awayFrom = [
    ...edits.map(({ file }) => dirname(file.realPath)),
    ...kubeletDirectories(context.request),
  ];
  for (const [index, edit] of edits.entries()) {
    if (index > 0) await context.terminal.sleep(context.request.pause ?? usualPause(edit, context.request));
    const { path, file, content } = edit;
    const { root } = context.request;
    try {
      const directory = context.request.backupDirectory ?? context.terminal.backupDirectory();
      const place = { directory, awayFrom };
      written.push({
        path: root === '/' ? path : file.realPath,
        ...replaceFile(file, content, place, context.terminal.now()),
      });
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      return asFarAs(error, index, edits.length);
    }
    const advice = repair.changes.find((change) => change.path === path)?.advice ?? [];
    for (const each of written.slice(-1)) await context.say(writtenWords(each, advice, context.isColoured));
  }
  return undefined;
}

/** Says what became of the other files. */
function asFarAs(error: AuditError, before: number, all: number): AuditError {
  const behind = all - before - 1;
  const files = (count: number, side: string) =>
    count === 1 ? `1 file ${side} it was` : `${count} files ${side} it were`;
  const parts = [
    ...(before === 0 ? [] : [`${files(before, 'before')} changed`]),
    ...(behind === 0 ? [] : [`${files(behind, 'behind')} not tried`]),
  ];
  return parts.length === 0 ? error : new AuditError(`${error.message} (${parts.join(', ')})`, error.hint);
}

/** A kubelet is not to be flooded. */
function usualPause({ file }: Edit, request: FixRequest): number {
  const isWatched = request.targets.length === 0 || USUAL_PATHS.includes(dirname(file.realPath));
  return isWatched ? USUAL_PAUSE : 0;
}

function kubeletDirectories({ root }: FixRequest): string[] {
  return USUAL_PATHS.map((path) => join(root, path));
}

async function sayAudited(plan: RepairPlan, edits: readonly Edit[], context: WriteContext): Promise<boolean> {
  const { auditedWords, stillRunningWords } = await import('./words/progress.ts');
  const audited = await auditWritten(plan, edits, context);
  await context.say(auditedWords(audited, context.isColoured));
  if (context.request.patience === undefined && isRunning(plan, context.request))
    await context.say(stillRunningWords());
  return audited.every(({ status }) => status === 'pass');
}

/** Whether servers run here that something starts anew by itself, as a kubelet does. */
function isRunning({ found }: RepairPlan, { root }: FixRequest): boolean {
  return (
    root === '/' &&
    found.servers.some(
      ({ invocation, whereToFix }) => invocation.origin.kind === 'process' && !whereToFix?.afterwards,
    )
  );
}

/** The paths by which the audit and the system name the files. */
export function pathsOfEdits(edits: readonly Edit[]): string[] {
  return edits.flatMap(({ path, file }) => [path, file.realPath]);
}
