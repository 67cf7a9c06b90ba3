/** What reading costs: files, their bytes, and names, both those in a directory and those on the way to a file. */
export interface Cost {
  readonly files?: number;
  readonly bytes?: number;
  readonly names?: number;
}

export interface Limits extends Required<Cost> {
  /** From the first cost on. */
  readonly milliseconds: number;
}

/** Thrown when a read exceeds its budget. The message says whose. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
}

/** What may still be read for somebody. What is read for a part, such as one process of many, counts for the whole too. */
export class Budget {
  readonly #whose: string;
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #whole: Budget | undefined;
  readonly #spent = { files: 0, bytes: 0, names: 0 };
  #end: number | undefined;

  /** @param now a clock that only goes forward, in milliseconds */
  constructor(whose: string, limits: Limits, now: () => number, whole?: Budget) {
    this.#whose = whose;
    this.#limits = limits;
    this.#now = now;
    this.#whole = whole;
  }

  /** Throws OverBudget where there is not enough left, and from then on. */
  spend({ files = 0, bytes = 0, names = 0 }: Cost): void {
    const spent = this.#spent;
    const limits = this.#limits;
    spent.files += files;
    spent.bytes += bytes;
    spent.names += names;
    this.#end ??= this.#now() + limits.milliseconds;
    const isMore = spent.files > limits.files || spent.bytes > limits.bytes || spent.names > limits.names;
    if (isMore || this.#now() > this.#end) {
      throw new OverBudget(`its files exceed the limit for ${this.#whose}`);
    }
    this.#whole?.spend({ files, bytes, names });
  }
}
