/** The bytes of a JSON object, which come in parts. */
export class Piece {
  /** The line that it begins on, from 1. */
  readonly line: number;
  /** How many keys it has, equal ones in an object included. */
  keys: number;
  /** Whether it is known that every text in it is printable, and none is long. */
  readonly isPlain: boolean;
  #isDropped = false;
  #parts: Buffer[] = [];
  #length = 0;
  readonly #most: number;

  constructor(line: number, most: number, { keys, isPlain } = { keys: 0, isPlain: false }) {
    this.line = line;
    this.#most = most;
    this.keys = keys;
    this.isPlain = isPlain;
  }

  get isDropped(): boolean {
    return this.#isDropped;
  }

  /** False if it is too large with that. */
  add(part: Buffer): boolean {
    if (this.#isDropped) return true;
    this.#length += part.length;
    this.#parts.push(part);
    return this.#length <= this.#most;
  }

  drop(): void {
    this.#isDropped = true;
    this.#parts = [];
  }

  bytes(): Buffer {
    const [only] = this.#parts;
    return this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts);
  }

  /** Its last bytes as Latin-1. */
  tail(length: number): string {
    let text = '';
    for (let index = this.#parts.length - 1; index >= 0 && text.length < length; index -= 1) {
      const part = this.#parts[index]?.subarray(text.length - length).toString('latin1') ?? '';
      text = part + text;
    }
    return text;
  }
}
