import { AuditError } from '../model/problem.ts';
import { describeError } from './describe-error.ts';
import { EXIT_STATUSES } from './exit-status.ts';
import { sizeOf } from './layout-of.ts';
import { MAX_PIECE, type Output } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Writes to standard output and returns the exit status, which a lost report changes. */
export async function print(
  text: string | Uint8Array,
  exitStatus: number,
  terminal: Terminal,
): Promise<number> {
  return (await deliver(text, terminal)) ? exitStatus : statusAfterLoss(exitStatus);
}

/**
 * Writes to standard output, and reports a failure on standard error. A reader that has seen enough and closes the pipe
 * is not a failure.
 */
export async function deliver(text: string | Uint8Array, terminal: Terminal): Promise<boolean> {
  const error = await write(terminal.stdout, text);
  if (error === undefined) return true;
  if ('code' in error && error.code === 'EPIPE') {
    terminal.onUnread();
    return true;
  }
  const failure = new AuditError(
    `cannot write to standard output: ${error.message}`,
    'The output is incomplete.',
  );
  await printError(failure, terminal);
  return false;
}

/** Writes an error to standard error; what is no terminal gets no broken lines. */
export async function printError(
  error: unknown,
  { stderr, env }: Pick<Terminal, 'stderr' | 'env'>,
): Promise<void> {
  await write(stderr, describeError(error, stderr.isTTY ? sizeOf(env, stderr).columns : undefined));
}

/** A lost report leaves a failure a failure; everything else becomes unknown. */
export function statusAfterLoss(exitStatus: number): number {
  return exitStatus === EXIT_STATUSES.fail.status ? exitStatus : EXIT_STATUSES.unknown.status;
}

/** Writes a whole text, a long one in pieces, so that no second copy of it is needed; returns the error where that fails. */
export async function write(output: Output, text: string | Uint8Array): Promise<Error | undefined> {
  for (const piece of piecesOf(text)) {
    const error = await writePiece(output, piece);
    if (error) return error;
  }
  return undefined;
}

function* piecesOf(text: string | Uint8Array): Generator<string | Uint8Array> {
  if (typeof text !== 'string') yield text;
  else {
    let start = 0;
    while (start < text.length) {
      const end = start + MAX_PIECE;
      // The two halves of a character stay together.
      const isCut = /[\ud800-\udbff]/.test(text.charAt(end - 1));
      yield text.slice(start, isCut ? end - 1 : end);
      start = isCut ? end - 1 : end;
    }
  }
}

function writePiece(output: Output, text: string | Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    if (text.length === 0) resolve(undefined);
    else output.write(text, (error) => resolve(error ?? undefined));
  });
}
