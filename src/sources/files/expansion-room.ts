/** How often, on average, each written character may be repeated. */
const TIMES = 4;

const ALWAYS = 1000;

/**
 * How much variables and parameters may add to what is written, so that reading takes linear time: a long value that is
 * often used, or values made of values, could be any number of times as long. What exceeds it is unknown.
 */
export class ExpansionRoom {
  #left = ALWAYS;

  constructor(written: Iterable<string> = []) {
    for (const text of written) this.write(text.length);
  }

  write(length: number): void {
    this.#left += TIMES * length;
  }

  /** Whether there was room to repeat so many characters once. */
  take(length: number): boolean {
    this.#left -= length + 1;
    return this.#left >= 0;
  }
}
