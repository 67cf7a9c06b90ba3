import { PassThrough, Writable } from 'node:stream';
import { outputTo } from '../../../src/terminal/output.ts';
import type { Terminal } from '../../../src/terminal/terminal.ts';

/** A terminal whose clock goes on only while it sleeps. */
export function fakeTerminal(isLost = false) {
  const texts = { stdout: '', stderr: '' };
  const collector = (name: keyof typeof texts) =>
    outputTo(
      new Writable({
        write(chunk: Buffer, _, callback) {
          texts[name] += chunk.toString();
          callback(isLost && name === 'stdout' ? new Error('no space left on device') : undefined);
        },
      }),
    );
  let clock = 0;
  const terminal: Terminal = {
    stdin: new PassThrough(),
    stdout: collector('stdout'),
    stderr: collector('stderr'),
    env: {},
    platform: 'linux',
    name: () => 'host',
    now: () => new Date(clock),
    sleep: async (milliseconds) => {
      clock += milliseconds;
    },
    onUnread: () => {},
    stop: () => new AbortController().signal,
    runItself: async () => new Error('no process is started'),
    backupDirectory: () => '/nonexistent',
  };
  return { terminal, texts };
}
