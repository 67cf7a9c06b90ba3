/** The JSON of a report that was received, with every text in it printable. Most are not asked for it on one line. */
export class ReceivedContent {
  #text: string;
  #isOneLine: boolean;

  /** @param text how it is written, if that is to be kept */
  constructor(json: unknown, text: string | undefined) {
    this.#text = text ?? oneLineOf(json);
    this.#isOneLine = text === undefined;
  }

  get json(): unknown {
    return JSON.parse(this.#text);
  }

  get oneLine(): string {
    if (!this.#isOneLine) this.#text = oneLineOf(this.json);
    this.#isOneLine = true;
    return this.#text;
  }
}

/**
 * A value as JSON. V8 joins the parts of a text when it is first read; if that happens late, the parts of many reports are
 * garbage that it does not collect for long.
 */
function oneLineOf(json: unknown): string {
  const text = JSON.stringify(json);
  text.charCodeAt(0);
  return text;
}
