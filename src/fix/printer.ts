import type { Host } from '../terminal/host.ts';
import type { FixRequest } from '../command-line/request.ts';
import { write } from '../terminal/write.ts';

/** Prints for people; on standard error where standard output is gone, since where a backup is has to be told. */
export interface Say {
  (text: string): Promise<void>;
  /** Whether something could not be printed for another reason than a reader that has seen enough. */
  readonly isLost: () => boolean;
}

export function sayer({ isQuiet }: FixRequest, host: Host): Say {
  let isLost = false;
  const say = async (text: string) => {
    const error = isQuiet ? undefined : await write(host.stdout, text);
    if (error === undefined) return;
    await write(host.stderr, text);
    isLost ||= !('code' in error && error.code === 'EPIPE');
  };
  return Object.assign(say, { isLost: () => isLost });
}
