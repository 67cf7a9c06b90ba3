import type { Host } from './host.ts';

const FIRST_AFTER = 1000;
const AGAIN_AFTER = 100;

/** A line on a terminal's standard error that says how far a long run is; it leaves nothing behind. */
export class Progress {
  readonly #host: Pick<Host, 'stderr' | 'now'>;
  #next: number;
  #isShown = false;

  constructor(host: Pick<Host, 'stderr' | 'now'>) {
    this.#host = host;
    this.#next = host.now().getTime() + FIRST_AFTER;
  }

  show(text: string): void {
    const now = this.#host.now().getTime();
    if (!this.#host.stderr.isTTY || now < this.#next) return;
    this.#next = now + AGAIN_AFTER;
    this.#isShown = true;
    this.#host.stderr.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.#isShown) this.#host.stderr.write('\r\u001b[K');
  }
}
