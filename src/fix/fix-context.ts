import type { FixRequest } from '../command-line/request.ts';
import { isColoured, write } from '../terminal/print.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What every step of a fix needs. */
export interface FixContext {
  readonly request: FixRequest;
  readonly terminal: Terminal;
  readonly isColoured: boolean;
  /** Prints for people; on standard error where standard output is gone, since people must know where a backup is. */
  readonly print: (text: string) => Promise<void>;
  /** Whether something could not be printed, a reader that closed the pipe apart. */
  readonly isOutputLost: () => boolean;
}

export function fixContextOf(request: FixRequest, terminal: Terminal): FixContext {
  let isLost = false;
  return {
    request,
    terminal,
    isColoured: isColoured(terminal, request.isColourWanted),
    print: async (text) => {
      const error = request.isQuiet ? undefined : await write(terminal.stdout, text);
      if (error === undefined) return;
      await write(terminal.stderr, text);
      isLost ||= !('code' in error && error.code === 'EPIPE');
    },
    isOutputLost: () => isLost,
  };
}
