/** How often, on average, each character that is written may come again. */
const TIMES = 4;

const ALWAYS = 1000;

/**
 * What variables and parameters may add to what is written, so that reading takes no more than linear time: a long value
 * that is often used, or values made of values, can be any number of times as long. What goes beyond is not known.
 */
export class ExpansionRoom {
  #left = ALWAYS;

  constructor(written: Iterable<string> = []) {
    for (const text of written) this.write(text.length);
  }

  /** Room comes with each text that is written. */
  write(length: number): void {
    this.#left += TIMES * length;
  }

  /** Whether there was room for so many characters in one more place. */
  take(length: number): boolean {
    this.#left -= length + 1;
    return this.#left >= 0;
  }
}
