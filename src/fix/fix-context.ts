import type { FixRequest } from '../command-line/request.ts';
import type { Layout } from '../model/report.ts';
import { layoutOf } from '../terminal/layout-of.ts';
import { write } from '../terminal/print.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What every step of a fix needs. */
export interface FixContext {
  readonly request: FixRequest;
  readonly terminal: Terminal;
  /** Of what is printed. */
  readonly layout: Layout;
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
    layout: layoutOf(terminal, request.isColourWanted, terminal.stdout),
    print: async (text) => {
      const error = request.isQuiet ? undefined : await write(terminal.stdout, text);
      if (error === undefined) return;
      await write(terminal.stderr, text);
      isLost ||= !('code' in error && error.code === 'EPIPE');
    },
    isOutputLost: () => isLost,
  };
}
