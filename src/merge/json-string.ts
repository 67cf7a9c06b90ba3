const [LINE_FEED, QUOTE, BACKSLASH] = [0x0a, 0x22, 0x5c];

/** A text of JSON that comes in pieces. */
export class JsonString {
  isOpen = false;
  #isEscaped = false;

  open(): void {
    this.isOpen = true;
    this.#isEscaped = false;
  }

  /** Where it ends, or the line or chunk within it. */
  end(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === LINE_FEED) return at;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.isOpen = false;
        return at;
      }
    }
    return chunk.length;
  }
}
