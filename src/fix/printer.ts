import type { FixRequest } from '../command-line/request.ts';
import { write } from '../terminal/print.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Prints for people; on standard error where standard output is gone, since where a backup is has to be told. */
export interface Printer {
  (text: string): Promise<void>;
  /** Whether something could not be printed for another reason than a reader that has seen enough. */
  readonly isLost: () => boolean;
}

export function printerOf({ isQuiet }: FixRequest, terminal: Terminal): Printer {
  let isLost = false;
  const say = async (text: string) => {
    const error = isQuiet ? undefined : await write(terminal.stdout, text);
    if (error === undefined) return;
    await write(terminal.stderr, text);
    isLost ||= !('code' in error && error.code === 'EPIPE');
  };
  return Object.assign(say, { isLost: () => isLost });
}
