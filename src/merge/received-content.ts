/** The JSON of a report that was received, with every text in it printable. Most are not asked for it on one line. */
export class ReceivedContent {
  #text: string;
  #isOneLine = false;

  constructor(text: string) {
    this.#text = text;
  }

  get json(): unknown {
    return JSON.parse(this.#text);
  }

  get oneLine(): string {
    if (!this.#isOneLine) this.#text = inOnePart(JSON.stringify(this.json));
    this.#isOneLine = true;
    return this.#text;
  }
}

/**
 * The same text. V8 joins the parts of one when it is first read; if that happens late, the parts of many reports are
 * garbage that it does not collect for long.
 */
function inOnePart(text: string): string {
  text.charCodeAt(0);
  return text;
}
