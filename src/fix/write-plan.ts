import { dirname, join } from 'node:path';
import type { FixRequest } from '../command-line/request.ts';
import { USUAL_PATHS } from '../model/api-server.ts';
import { AuditError } from '../model/problem.ts';
import { type Replaced, replaceFile } from '../replace/replace-file.ts';
import { encodeText } from '../sources/system/bytes.ts';
import { auditWritten } from './audit-written.ts';
import type { FixContext } from './fix-context.ts';
import type { FixPlan } from './plan.ts';
import type { Edit } from './plan-file.ts';

const USUAL_PAUSE = 1000;

/**
 * Changes one file after the other, audits them again, and waits for the servers if that is asked for. Returns whether all
 * came out as it should; throws an AuditError where a file cannot be changed, and leaves the files after it as they are.
 */
export async function writePlan(plan: FixPlan, context: FixContext): Promise<boolean> {
  const { edits, manual, undetermined } = plan;
  const { patience } = context.request;
  await context.print('\n');
  const { written, failure } = await writeEdits(plan, context);
  const done = edits.slice(0, written.length);
  const allPass = done.length === 0 || (await auditAgain(plan, done, context));
  const { summaryText } = await import('./words/progress.ts');
  if (edits.length > 1 || manual.length > 0 || undetermined.length > 0)
    await context.print(summaryText(done.length, plan));
  if (failure) throw failure;
  if (patience === undefined) return allPass;
  const { waitForServers } = await import('./wait-for-servers.ts');
  return (await waitForServers(pathsOfEdits(done), written, patience, context)) && allPass;
}

/** Returns what was written, and the error that ended it. */
async function writeEdits(
  { edits }: FixPlan,
  { request, terminal, print, isColoured }: FixContext,
): Promise<{ readonly written: readonly Replaced[]; readonly failure?: AuditError }> {
  const { writtenText } = await import('./words/progress.ts');
  const directory = request.backupDirectory ?? terminal.backupDirectory();
  const awayFrom = [
    ...edits.map(({ file }) => dirname(file.realPath)),
    ...USUAL_PATHS.map((path) => join(request.root, path)),
  ];
  const written: Replaced[] = [];
  for (const { path, file, after, advice } of edits) {
    if (written.length > 0) await terminal.sleep(request.pause ?? usualPause(file.realPath, request));
    try {
      const replaced = replaceFile(file, encodeText(after), { directory, awayFrom }, terminal.now());
      written.push(replaced);
      const shownPath = request.root === '/' ? path : file.realPath;
      await print(writtenText(shownPath, replaced, advice, isColoured));
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      return { written, failure: withProgress(error, written.length, edits.length) };
    }
  }
  return { written };
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
  await context.print(auditedText(audited, context.isColoured));
  if (context.request.patience === undefined && isRunning(plan, context.request))
    await context.print(stillRunningText());
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
