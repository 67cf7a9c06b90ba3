// biome-ignore-all lint/suspicious/noControlCharactersInRegex: they are what a terminal acts on.
import { spawn } from 'node:child_process';

/** What a shell has to print when it waits for a line. */
export const PROMPT = 'ready> ';

/** A shell in a terminal, as somebody types into it. */
export class InteractiveShell {
  readonly #process;
  #printed = '';
  #wake = () => {};

  /** @param command the shell and its arguments, as a command of sh */
  constructor(command: string, cwd: string) {
    const inTerminal = `stty cols 2000 rows 500; exec ${command}`;
    this.#process = spawn('script', ['--quiet', '--flush', '--command', inTerminal, '/dev/null'], {
      cwd,
      env: {
        PATH: process.env.PATH,
        TERM: 'xterm',
        LC_ALL: 'C.UTF-8',
        HOME: cwd,
        HISTFILE: '/dev/null',
        fish_history: '',
      },
    });
    this.#process.stdout.on('data', (chunk) => {
      this.#printed += chunk;
      this.#wake();
    });
    this.#process.once('close', () => this.#wake());
    this.#process.stdin.on('error', () => undefined);
  }

  /** Types after the prompt. What is printed from the keys on, up to the text awaited, as lines of plain text. */
  async type(keys: string, awaited: string): Promise<string> {
    // Before the prompt, the terminal itself would take some of the keys.
    await this.#printedUpTo(PROMPT);
    this.#process.stdin.write(keys);
    return plain(await this.#printedUpTo(awaited));
  }

  close(): void {
    this.#process.kill('SIGKILL');
  }

  async #printedUpTo(awaited: string): Promise<string> {
    for (;;) {
      const end = this.#printed.indexOf(awaited);
      if (end !== -1) {
        const before = this.#printed.slice(0, end);
        this.#printed = this.#printed.slice(end + awaited.length);
        return before;
      }
      if (this.#process.exitCode !== null) throw new Error(`the shell ended: ${this.#printed}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** Without what a terminal acts on; where it moves the cursor, a line begins. */
function plain(printed: string): string {
  return printed
    .replace(/\x1b\[[\x20-\x3f]*[\x40-\x6c\x6e-\x7e]/g, '\n')
    .replace(/\x1b(?:\[[\x20-\x3f]*m|[()][A-Z0-9]|[=>78])|[\x07\r]/g, '');
}
