import type { Terminal } from './terminal.ts';

const FIRST_AFTER = 1000;
const AGAIN_AFTER = 100;

/** A line on a terminal's standard error that shows the progress of a long run, and is removed at its end. */
export class Progress {
  readonly #terminal: Pick<Terminal, 'stderr' | 'now'>;
  #next: number;
  #isShown = false;

  constructor(terminal: Pick<Terminal, 'stderr' | 'now'>) {
    this.#terminal = terminal;
    this.#next = terminal.now().getTime() + FIRST_AFTER;
  }

  show(text: string): void {
    if (!this.#terminal.stderr.isTTY) return;
    const now = this.#terminal.now().getTime();
    if (now < this.#next) return;
    this.#next = now + AGAIN_AFTER;
    this.#isShown = true;
    this.#terminal.stderr.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.#isShown) this.#terminal.stderr.write('\r\u001b[K');
  }
}
