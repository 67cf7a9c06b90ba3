import { dirname } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import { USUAL_PATHS } from '../model/api-server.ts';
import { AuditError } from '../model/problem.ts';
import { NotChanged } from '../replace/explain-failure.ts';
import { replaceFile } from '../replace/replace-file.ts';
import { encodeText } from '../sources/system/bytes.ts';
import { auditWritten } from './audit-written.ts';
import { backupPlaceOf, type Written, writtenOf } from './backups.ts';
import type { FixContext } from './fix-context.ts';
import type { FixPlan } from './plan.ts';
import type { Edit } from './plan-file.ts';
import type { Watch } from './watch.ts';

const USUAL_PAUSE = 1000;

/**
 * Changes one file after the other, audits them again, and waits for the servers if that is asked for. Returns whether all
 * came out as it should; throws an AuditError where a file cannot be changed, and leaves the files after it as they are.
 */
export async function writePlan(
  plan: FixPlan,
  context: FixContext,
  watch: Watch | undefined,
): Promise<boolean> {
  const { edits, manual, undetermined } = plan;
  const { patience } = context.request;
  await context.print('\n');
  const { written, failure } = await writeEdits(plan, context);
  const done = edits.slice(0, written.length);
  const allPass = done.length === 0 || (await auditAgain(plan, done, context));
  const { summaryText } = await import('./words/progress.ts');
  if (edits.length > 1 || manual.length > 0 || undetermined.length > 0)
    await context.print(summaryText(done.length, plan, context.layout));
  if (failure) throw failure;
  if (patience === undefined || watch === undefined) return allPass;
  const { waitForServers } = await import('./wait-for-servers.ts');
  return (await waitForServers(watch, written, patience, context)) && allPass;
}

/** Returns what was written, and the error that ended it. */
async function writeEdits(
  { edits }: FixPlan,
  { request, terminal, print, layout }: FixContext,
): Promise<{ readonly written: readonly Written[]; readonly failure?: AuditError }> {
  const { writtenText } = await import('./words/progress.ts');
  const place = backupPlaceOf(edits, request, terminal);
  const written: Written[] = [];
  for (const edit of edits) {
    const { file, after, advice } = edit;
    if (written.length > 0) await terminal.sleep(request.pause ?? usualPause(file.realPath, request));
    try {
      const replaced = replaceFile(file, encodeText(after), place, terminal.now());
      const one = writtenOf(edit, replaced, request.root);
      written.push(one);
      await print(writtenText(one, advice, layout));
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      return { written, failure: withProgress(withChange(error, edit), written.length, edits.length) };
    }
  }
  return { written };
}

/** What the system refuses may still be possible in an editor. */
function withChange(error: AuditError, { byHand }: Edit): AuditError {
  return error instanceof NotChanged ? new AuditError(error.message, `${error.hint} Or ${byHand}`) : error;
}

/** The error with what became of the other files. */
function withProgress(error: AuditError, changed: number, all: number): AuditError {
  const untried = all - changed - 1;
  const files = (count: number) => (count === 1 ? '1 file was' : `${count} files were`);
  const parts = [
    ...(changed === 0 ? [] : [`${files(changed)} changed before`]),
    ...(untried === 0 ? [] : [`${files(untried)} not tried`]),
  ];
  return parts.length === 0 ? error : new AuditError(`${error.message} (${parts.join(', ')})`, error.hint);
}

/** A kubelet must not be flooded. */
function usualPause(realPath: string, { targets }: FixRequest): number {
  const isWatched = targets.length === 0 || USUAL_PATHS.includes(dirname(realPath));
  return isWatched ? USUAL_PAUSE : 0;
}

async function auditAgain(plan: FixPlan, edits: readonly Edit[], context: FixContext): Promise<boolean> {
  const { auditedText, stillRunningText } = await import('./words/progress.ts');
  const audited = await auditWritten(plan, edits, context);
  await context.print(auditedText(audited, context.layout));
  if (context.request.patience === undefined && isRunning(plan, context.request))
    await context.print(stillRunningText(context.layout));
  return audited.every(({ status }) => status === 'pass');
}

/** Whether servers run here that something restarts by itself, as a kubelet does. */
function isRunning({ discovery }: FixPlan, { root }: FixRequest): boolean {
  return (
    root === '/' &&
    discovery.servers.some(
      ({ invocation, whereToFix }) => invocation.origin.kind === 'process' && !whereToFix?.afterwards,
    )
  );
}

/** The paths by which the audit and the system name the files. */
export function pathsOfEdits(edits: readonly Edit[]): string[] {
  return edits.flatMap(({ path, file }) => [path, file.realPath]);
}
